import { createHash } from 'node:crypto';
import { bundlePage } from '../../lib/dev/explorer/page/bundle-page.js';

/** For jest, what the build does with `import page from './page.html'`. */
export default {
  // Of the page's whole text, because it is made of more files than the one that jest knows.
  getCacheKey: (_source, file) => createHash('sha256').update(bundlePage(file).text).digest('hex'),
  process: (_source, file) => ({ code: `module.exports = ${JSON.stringify(bundlePage(file).text)};` }),
};

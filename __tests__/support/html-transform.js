import { createHash } from 'node:crypto';
import { bundlePage } from '../../lib/dev/explorer/page/bundle-page.js';

/**
 * Does for jest what the build does with `import page from './page.html'`.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
export default {
  // A hash of the whole page, which is made of more files than the one that jest knows.
  getCacheKey: (_source, file) => createHash('sha256').update(bundlePage(file)).digest('hex'),
  process: (_source, file) => ({ code: `module.exports = ${JSON.stringify(bundlePage(file))};` }),
};

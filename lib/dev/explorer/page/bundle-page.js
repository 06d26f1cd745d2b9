import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const target = ['chrome123', 'firefox120', 'safari17.5'];

/**
 * Bundles a page into one text, with its style sheet, its script and all that they import.
 *
 * @param {string} file the absolute path of an HTML file
 * @returns {{ text: string, inputs: string[] }} the page, and the absolute paths of all files in it
 */
export function bundlePage(file) {
  const folder = path.dirname(file);
  const inputs = [file];
  const bundle = (/** @type {string} */ name) => {
    const options = { entryPoints: [path.join(folder, name)], absWorkingDir: folder, bundle: true, minify: true, target };
    const { outputFiles, metafile } = buildSync({ ...options, format: 'iife', write: false, metafile: true });
    inputs.push(...Object.keys(metafile.inputs).map((input) => path.resolve(folder, input)));
    return outputFiles.map((output) => output.text).join('');
  };
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(
      /<link rel="stylesheet" href="([^"]+)" \/>/,
      (_tag, /** @type {string} */ name) => `<style nonce="{{nonce}}">\n${bundle(name)}</style>`,
    )
    .replace(/<script type="module" src="([^"]+)"><\/script>/, (_tag, /** @type {string} */ name) => {
      // A string in the script must not end the element.
      return `<script type="module" nonce="{{nonce}}">\n${bundle(name).replaceAll('</script', '<\\/script')}</script>`;
    });
  return { text, inputs };
}

/**
 * Bundles HTML files for esbuild and tsup: `import page from './page.html'`.
 *
 * @type {import('esbuild').Plugin}
 */
export const htmlPages = {
  name: 'html-pages',
  setup(build) {
    build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
      const { text, inputs } = bundlePage(file);
      return { contents: text, loader: 'text', watchFiles: inputs };
    });
  },
};

import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const target = ['chrome123', 'firefox120', 'safari17.5'];

/**
 * Bundles a page into one text, with its style sheet, its script and all that they import.
 *
 * @param {string} file the absolute path of an HTML file
 * @returns {string} the page
 */
export function bundlePage(file) {
  const folder = path.dirname(file);
  const bundle = (/** @type {string} */ name) => {
    const options = {
      entryPoints: [path.join(folder, name)],
      absWorkingDir: folder,
      bundle: true,
      minify: true,
      target,
    };
    const { outputFiles } = buildSync({ ...options, format: 'iife', write: false });
    return outputFiles.map((output) => output.text).join('');
  };
  return fs
    .readFileSync(file, 'utf8')
    .replace(
      /<link rel="stylesheet" href="([^"]+)" \/>/,
      (_tag, /** @type {string} */ name) => `<style nonce="{{nonce}}">\n${bundle(name)}</style>`,
    )
    .replace(/<script type="module" src="([^"]+)"><\/script>/, (_tag, /** @type {string} */ name) => {
      // A string in the script must not end the element.
      return `<script type="module" nonce="{{nonce}}">\n${bundle(name).replaceAll('</script', '<\\/script')}</script>`;
    });
}

import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const target = ['chrome123', 'firefox120', 'safari17.5'];

/**
 * A page as one text: the style sheet and the script that it names are put into it, with whatever they import.
 *
 * @param {string} file absolute path of an HTML file
 * @returns {{ text: string, inputs: string[] }} the page, and the absolute paths of all it is made of
 */
export function bundlePage(file) {
  const folder = path.dirname(file);
  const inputs = [file];
  const bundle = (name) => {
    const options = { entryPoints: [path.join(folder, name)], absWorkingDir: folder, bundle: true, target };
    const { outputFiles, metafile } = buildSync({ ...options, format: 'iife', write: false, metafile: true });
    inputs.push(...Object.keys(metafile.inputs).map((input) => path.resolve(folder, input)));
    return outputFiles[0].text;
  };
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(
      /<link rel="stylesheet" href="([^"]+)" \/>/,
      (_, name) => `<style nonce="{{nonce}}">\n${bundle(name)}</style>`,
    )
    .replace(/<script type="module" src="([^"]+)"><\/script>/, (_, name) => {
      // Not to be ended by a text within it.
      return `<script type="module" nonce="{{nonce}}">\n${bundle(name).replaceAll('</script', '<\\/script')}</script>`;
    });
  return { text, inputs };
}

/** The same for esbuild and tsup: `import page from './page.html'`. */
export const htmlPages = {
  name: 'html-pages',
  setup(build) {
    build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
      const { text, inputs } = bundlePage(file);
      return { contents: text, loader: 'text', watchFiles: inputs };
    });
  },
};

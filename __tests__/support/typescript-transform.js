import { transformSync } from 'esbuild';

/** Compiles TypeScript for jest, one file at a time and without a check of types, which `npm run types` does. */
export default {
  /**
   * Returns the code of a file, with its source map.
   *
   * @param {string} source
   * @param {string} file the absolute path
   */
  process: (source, file) =>
    transformSync(source, { loader: 'ts', format: 'esm', target: 'node20', sourcefile: file, sourcemap: 'inline' }),
};

import { defineConfig } from 'tsup';
import { htmlPages } from './lib/dev/explorer/page/bundle-page.js';

/** Of entries that nobody loads but we ourselves, and only so. */
const formats: Readonly<Record<string, string>> = {
  cli: 'esm',
  'import-hooks-thread': 'esm',
  'watch-thread': 'esm',
  watch: 'cjs',
};

export default defineConfig({
  // `module-identity` is loaded by its own name: see lib/files/load-modules.ts.
  entry: {
    index: 'lib/index.ts',
    next: 'lib/next/index.ts',
    testing: 'lib/testing/index.ts',
    explorer: 'lib/dev/explorer/index.ts',
    'module-identity': 'lib/files/module-identity.ts',
    // Loaded by their names, too: see lib/load-watch.ts and lib/dev/watch.
    watch: 'lib/dev/watch/index.ts',
    'import-hooks-thread': 'lib/dev/watch/modules/import-hooks-thread.ts',
    'watch-thread': 'lib/dev/watch/disk/watch-thread.ts',
    cli: 'lib/cli/cli.ts',
  },
  format: ['esm', 'cjs'],
  // The CommonJS build keeps a native import(): Node 20 has it, and route files need it.
  target: 'node20',
  dts: {
    entry: {
      index: 'lib/index.ts',
      next: 'lib/next/index.ts',
      testing: 'lib/testing/index.ts',
      explorer: 'lib/dev/explorer/index.ts',
    },
  },
  clean: true,
  sourcemap: true,
  esbuildPlugins: [htmlPages],
  esbuildOptions(options, { format }) {
    const entries = Object.entries(options.entryPoints as Record<string, string>);
    options.entryPoints = Object.fromEntries(entries.filter(([name]) => (formats[name] ?? format) === format));
    // In the CommonJS build there is no import.meta, and load-modules.ts expects none.
    options.logOverride = { 'empty-import-meta': 'silent' };
  },
});

import { defineConfig } from 'tsup';

export default defineConfig({
  // `module-identity` is loaded by its own name: see lib/load-module.ts.
  entry: {
    index: 'lib/index.ts',
    next: 'lib/next-api-types.ts',
    testing: 'lib/testing/index.ts',
    'module-identity': 'lib/module-identity.ts',
    cli: 'lib/cli/cli.ts',
  },
  format: ['esm', 'cjs'],
  // The CommonJS build keeps a native import(): Node 20 has it, and route files need it.
  target: 'node20',
  dts: { entry: { index: 'lib/index.ts', next: 'lib/next-api-types.ts', testing: 'lib/testing/index.ts' } },
  clean: true,
  sourcemap: true,
  esbuildOptions(options, { format }) {
    // The program is an ES module alone.
    const entries = Object.entries(options.entryPoints as Record<string, string>);
    if (format === 'cjs') options.entryPoints = Object.fromEntries(entries.filter(([name]) => name !== 'cli'));
    // In the CommonJS build there is no import.meta, and load-module.ts expects none.
    options.logOverride = { 'empty-import-meta': 'silent' };
  },
});

import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'lib/index.ts' },
  format: ['esm', 'cjs'],
  // The CommonJS build keeps a native import(): Node 20 has it, and route files need it.
  target: 'node20',
  dts: true,
  clean: true,
  sourcemap: true,
});

import os from 'node:os';

const shared = {
  preset: 'ts-jest/presets/default-esm',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/__tests__/fixtures/consumers/',
    '<rootDir>/__tests__/fixtures/libraries/',
    '<rootDir>/__tests__/fixtures/tracing/',
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.html$': '<rootDir>/__tests__/support/html-transform.js' },
};

/** Tests that take the versions of Express in hand themselves, or where Express is not loaded: once is enough. */
const once = ['types', 'place-mount', 'cli', 'terminal'];
const express4 = {
  ...shared,
  moduleNameMapper: { ...shared.moduleNameMapper, '^express$': 'express4' },
  testPathIgnorePatterns: patternsOf(once),
};

/** Tests of processes of their own, where nothing of jest's is loaded. */
const inOwnProcesses = [
  'packed',
  'libraries',
  'migration',
  'demo-app',
  'tracing',
  'observability',
  'watch',
  'watch-edits',
  'watch-guards',
  'init',
  'explorer',
  'explorer-hosts',
];
const traced = {
  setupFiles: ['<rootDir>/__tests__/support/as-if-traced.ts'],
  testPathIgnorePatterns: patternsOf([...inOwnProcesses, ...once]),
};

function patternsOf(names) {
  return names.map((name) => `/${name}\\.test\\.ts$`);
}

/**
 * The suite runs against Express 5, and with every `import 'express'` answered by Express 4; and in both
 * ways of dispatch: without a tracing tool, and as if there were one.
 *
 * @type {import('jest').Config}
 */
export default {
  // As jest does by itself, except on two cores, of which it would use one.
  maxWorkers: Math.max(2, os.availableParallelism() - 1),
  projects: [
    { ...shared, displayName: 'express 5' },
    { ...express4, displayName: 'express 4' },
    { ...shared, ...traced, displayName: 'express 5, traced' },
    { ...express4, ...traced, displayName: 'express 4, traced' },
  ],
};

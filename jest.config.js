import os from 'node:os';

/** The folders whose tests load no Express, work with any version, or choose the versions themselves. */
const versionIndependent = [
  ...['cli', 'docs', 'files', 'reporting', 'routing', 'types'],
  ...['dev/explain', 'dev/explorer/page', 'dev/watch'],
];
/** The folders whose tests depend on the dispatch: which handlers run, in which order, and what they see. */
const dispatchDependent = ['express', 'next', 'request', 'serving'];

/** @param {string[]} folders */
function testsIn(...folders) {
  return folders.map((folder) => `<rootDir>/__tests__/${folder}/**/*.test.ts`);
}

const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['consumers', 'libraries', 'tracing'].map(
    (name) => `<rootDir>/__tests__/fixtures/${name}/`,
  ),
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': '<rootDir>/__tests__/support/typescript-transform.js',
    '\\.html$': '<rootDir>/__tests__/support/html-transform.js',
  },
};
// All other folders: tests in a new folder run without a change here.
const express5 = {
  ...shared,
  testMatch: [...testsIn('*'), ...versionIndependent.map((folder) => `!**/__tests__/${folder}/**`)],
};
const express4 = { ...express5, moduleNameMapper: { ...shared.moduleNameMapper, '^express$': 'express4' } };
const traced = {
  testMatch: testsIn(...dispatchDependent),
  setupFiles: ['<rootDir>/__tests__/support/simulate-tracing.ts'],
};

/**
 * The tests that depend on Express run with Express 5, and again with Express 4 in place of every `import 'express'`.
 * Those
 * that depend on the dispatch run with both once more, as if a tracing tool were loaded. The others run once.
 *
 * @type {import('jest').Config}
 */
export default {
  // One more than the number of cores, because many tests wait for other processes.
  maxWorkers: os.availableParallelism() + 1,
  projects: [
    { ...shared, testMatch: ['<rootDir>/__tests__/*.test.ts', ...testsIn(...versionIndependent)], displayName: 'once' },
    { ...express5, displayName: 'express 5' },
    { ...express4, displayName: 'express 4' },
    { ...express5, ...traced, displayName: 'express 5, traced' },
    { ...express4, ...traced, displayName: 'express 4, traced' },
  ],
};

import os from 'node:os';

/** Rooms where no Express is loaded, or any will do, or the tests choose the versions themselves. */
const once = [
  ...['cli', 'docs', 'files', 'reporting', 'routing', 'types'],
  ...['dev/explain', 'dev/explorer/page', 'dev/watch'],
];
/** Rooms of what the way of dispatch can change: which handlers run, in which order, and what they see. */
const dispatched = ['express', 'next', 'request', 'serving'];

function testsIn(...rooms) {
  return rooms.map((room) => `<rootDir>/__tests__/${room}/**/*.test.ts`);
}

const shared = {
  preset: 'ts-jest/presets/default-esm',
  modulePathIgnorePatterns: ['consumers', 'libraries', 'tracing'].map(
    (name) => `<rootDir>/__tests__/fixtures/${name}/`,
  ),
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.html$': '<rootDir>/__tests__/support/html-transform.js' },
};
// Every other room: tests in a new one run without a word here.
const express5 = { ...shared, testMatch: [...testsIn('*'), ...once.map((room) => `!**/__tests__/${room}/**`)] };
const express4 = { ...express5, moduleNameMapper: { ...shared.moduleNameMapper, '^express$': 'express4' } };
const traced = {
  testMatch: testsIn(...dispatched),
  setupFiles: ['<rootDir>/__tests__/support/simulate-tracing.ts'],
};

/**
 * What meets Express runs against Express 5, and with every `import 'express'` answered by Express 4. What the way of
 * dispatch can change runs against both again, as if there were a tracing tool. The rest runs once.
 *
 * @type {import('jest').Config}
 */
export default {
  // One more than there are cores: many tests wait for other processes.
  maxWorkers: os.availableParallelism() + 1,
  projects: [
    { ...shared, testMatch: ['<rootDir>/__tests__/*.test.ts', ...testsIn(...once)], displayName: 'once' },
    { ...express5, displayName: 'express 5' },
    { ...express4, displayName: 'express 4' },
    { ...express5, ...traced, displayName: 'express 5, traced' },
    { ...express4, ...traced, displayName: 'express 4, traced' },
  ],
};

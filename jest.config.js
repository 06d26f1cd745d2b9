const shared = {
  preset: 'ts-jest/presets/default-esm',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // With a slash at the end, or libraries.test.ts and tracing.test.ts would be ignored, too.
  modulePathIgnorePatterns: [
    '<rootDir>/__tests__/consumers/',
    '<rootDir>/__tests__/libraries/',
    '<rootDir>/__tests__/tracing/',
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

/**
 * The whole suite runs twice: against Express 5, and with every `import 'express'` answered by Express 4.
 *
 * @type {import('jest').Config}
 */
export default {
  projects: [
    { ...shared, displayName: 'express 5' },
    {
      ...shared,
      displayName: 'express 4',
      moduleNameMapper: { ...shared.moduleNameMapper, '^express$': 'express4' },
    },
  ],
};

import { afterEach, beforeEach, jest } from '@jest/globals';

/** Collects the process warnings of each test, which are not printed then. Returns the list, which each test begins. */
export function collectWarnings(): string[] {
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(process, 'emitWarning').mockImplementation((message) => void warnings.push(String(message)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return warnings;
}

import { FsRoutesError } from './errors.js';
import { isRecord } from './inspect-value.js';
import type { FsRoutesOptions, ImportModule } from './types.js';

/** Options with every default filled in: nothing inside sees an undefined option. */
export interface Settings {
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  readonly mergeParams: boolean;
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
  readonly importModule: ImportModule | undefined;
}

/**
 * What is no route unless the `ignore` option says otherwise: helpers and middleware (`_*`), dotfiles,
 * type declarations, tests, mocks and installed packages.
 *
 * @example fsRoutes('./api', { ignore: [...defaultIgnore, 'drafts'] })
 */
export const defaultIgnore: readonly string[] = Object.freeze([
  '_*',
  '.*',
  '*.d.ts',
  '*.d.cts',
  '*.d.mts',
  '*.test.*',
  '*.spec.*',
  '__tests__',
  '__mocks__',
  'node_modules',
]);

const defaultExtensions = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

type Check = { expected: string; accepts: (value: unknown) => boolean };

const flag: Check = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

const checks: Record<keyof FsRoutesOptions, Check> = {
  caseSensitive: flag,
  strict: flag,
  mergeParams: flag,
  extensions: {
    expected: "a list of file endings that start with a dot, such as ['.js', '.ts']",
    accepts: (value) => isStringList(value) && value.length > 0 && value.every((item) => /^\.[^/\\]+$/.test(item)),
  },
  ignore: {
    expected: "a list of globs with '/' as separator, such as ['_*', 'drafts']",
    accepts: (value) => isStringList(value) && value.every((item) => item !== ''),
  },
  import: { expected: 'a function (absolutePath, fileUrl) => module', accepts: (value) => typeof value === 'function' },
};

/**
 * Checks the caller's options and fills in the defaults.
 *
 * @throws {FsRoutesError} `FSR_BAD_OPTION` for an unknown name or a value of the wrong kind.
 */
export function resolveOptions(options: FsRoutesOptions): Settings {
  const given: unknown = options;
  if (!isRecord(given)) {
    throw badOption('The options are not an object.', 'pass an object such as { strict: true }, or nothing.');
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name)) {
      throw badOption(`There is no option '${name}'.`, `use one of: ${Object.keys(checks).join(', ')}.`);
    }
    const check = checks[name as keyof FsRoutesOptions];
    if (value !== undefined && !check.accepts(value)) {
      throw badOption(`The option '${name}' has a value it cannot have.`, `make it ${check.expected}.`);
    }
  }
  return {
    caseSensitive: options.caseSensitive ?? false,
    strict: options.strict ?? false,
    mergeParams: options.mergeParams ?? false,
    extensions: options.extensions ?? defaultExtensions,
    ignore: options.ignore ?? defaultIgnore,
    importModule: options.import,
  };
}

function badOption(message: string, help: string): FsRoutesError {
  return new FsRoutesError([{ code: 'FSR_BAD_OPTION', message, help, files: [] }]);
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

import { defaultBodySettings, isBodyParser, applyBodyParser } from './request/body-settings.js';
import { throwIfAny } from './reporting/errors.js';
import type { Problem } from './types/problem.js';
import { isDevelopment } from './serving/is-development.js';
import { isRecord } from './reporting/inspect-value.js';
import type { Settings } from './serving/settings.js';
import type { FsRoutesOptions } from './types/index.js';
import { expressConventions } from './express/conventions.js';
import { nextConventions } from './next/conventions.js';

interface Check {
  expected: string;
  accepts: (value: unknown) => boolean;
}

const booleanCheck: Check = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

const checks: Record<keyof FsRoutesOptions, Check> = {
  caseSensitive: booleanCheck,
  strict: booleanCheck,
  mergeParams: booleanCheck,
  fallThrough405: booleanCheck,
  routeGroups: booleanCheck,
  extensions: {
    expected: "an array of extensions that start with a dot, such as ['.js', '.ts']",
    accepts: (value) => isStringList(value) && value.length > 0 && value.every((item) => /^\.[^/\\]+$/.test(item)),
  },
  ignore: {
    expected: "an array of globs, such as ['_*', 'drafts'], which use '/' as separator and do not begin with '!'",
    accepts: (value) => isStringList(value) && value.every((item) => /^[^!\\][^\\]*$/.test(item)),
  },
  import: { expected: 'a function (absolutePath, fileUrl) => module', accepts: (value) => typeof value === 'function' },
  bodyParser: {
    expected: "true, false, or { sizeLimit } with a number of bytes or a string such as '4mb'",
    accepts: isBodyParser,
  },
  tracing: booleanCheck,
  watch: booleanCheck,
  compat: { expected: "'next', or remove it", accepts: (value) => value === 'next' },
  onError: {
    expected: 'a function (error, { req, res, route }) => void',
    accepts: (value) => typeof value === 'function',
  },
};

/**
 * Checks the options of `fsRoutes` and fills in the defaults.
 *
 * @throws {FsRoutesError} `FSR_BAD_OPTION` for every unknown name and every invalid value
 */
export function resolveOptions(options: FsRoutesOptions): Settings {
  throwIfAny(findProblems(options), undefined);
  const conventions = options.compat === 'next' ? nextConventions : expressConventions;
  const { caseSensitive, extensions, ignore } = conventions.defaults;
  return {
    conventions,
    caseSensitive: options.caseSensitive ?? caseSensitive,
    strict: options.strict ?? false,
    mergeParams: options.mergeParams ?? false,
    fallThrough405: options.fallThrough405 ?? false,
    routeGroups: options.routeGroups ?? false,
    extensions: options.extensions ?? extensions,
    ignore: options.ignore ?? ignore,
    importModule: options.import,
    body: applyBodyParser(options.bodyParser, defaultBodySettings),
    onError: options.onError,
    tracing: options.tracing,
    watch: options.watch === true && isDevelopment(),
  };
}

function findProblems(given: unknown): Problem[] {
  if (!isRecord(given)) {
    return [badOption('The options are not an object.', 'pass an object such as { strict: true }, or leave it out.')];
  }
  const problems = Object.entries(given).flatMap(([name, value]) => checkOption(name, value));
  if (given['onError'] !== undefined && given['compat'] !== 'next') {
    const help = "handle the errors in the app's error handler, or add compat: 'next'.";
    problems.push(badOption("The option 'onError' requires compat: 'next'; without it, errors go to next(err).", help));
  }
  if (given['fallThrough405'] !== undefined && given['compat'] === 'next') {
    const message =
      "The option 'fallThrough405' has no effect with compat: 'next', where one handler takes all methods.";
    problems.push(badOption(message, 'remove one of the two.'));
  }
  if (given['routeGroups'] === true && given['compat'] === 'next') {
    const message = "The option 'routeGroups' cannot be set with compat: 'next': Next.js has '(shop)' in the URL.";
    problems.push(badOption(message, 'remove one of the two options.'));
  }
  return problems;
}

function checkOption(name: string, value: unknown): Problem[] {
  if (!Object.hasOwn(checks, name)) {
    return [badOption(`There is no option '${name}'.`, `use one of: ${Object.keys(checks).join(', ')}.`)];
  }
  const { expected, accepts } = checks[name as keyof FsRoutesOptions];
  if (value === undefined || accepts(value)) return [];
  return [badOption(`The option '${name}' has an invalid value.`, `set it to ${expected}.`)];
}

function badOption(message: string, help: string): Problem {
  return { code: 'FSR_BAD_OPTION', message, help, files: [] };
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

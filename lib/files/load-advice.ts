import { createRequire } from 'node:module';
import path from 'node:path';
import { messageOf, stringProperty } from '../reporting/thrown.js';
import { adviseOnMissingModule } from './missing-module.js';

/** An error that a file threw while it was loaded. */
interface LoadFailure {
  /** The absolute path of the file. */
  readonly file: string;
  readonly thrown: unknown;
  readonly message: string;
  readonly code: string;
  readonly isSyntaxError: boolean;
}

/** A rule that says how to fix one kind of failure, and returns `undefined` for others. */
type Rule = (failure: LoadFailure) => string | undefined;

/** The rules, of which the first that applies counts. */
const rules: readonly Rule[] = [
  adviseOnCode,
  adviseOnTypeScript,
  adviseOnCommonJsSyntax,
  adviseOnModuleSyntax,
  adviseOnMissingExport,
  ({ file, message, thrown }) => adviseOnMissingModule(file, message, thrown),
];

/**
 * Says how to fix a file that could not be loaded.
 *
 * @param file the absolute path of the file
 */
export function adviseOnLoadError(file: string, thrown: unknown): string {
  // Not by `instanceof`, because a test runner's errors come from another realm.
  const isSyntaxError = stringProperty(thrown, 'name') === 'SyntaxError';
  const failure = { file, thrown, message: messageOf(thrown), code: stringProperty(thrown, 'code'), isSyntaxError };
  for (const rule of rules) {
    const advice = rule(failure);
    if (advice !== undefined) return advice;
  }
  return isSyntaxError
    ? 'correct the file or a file that it imports; `node --check <file>` shows the line.'
    : 'correct the file; `error.cause` has the whole stack.';
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/**
 * Returns `true` if `require` loads TypeScript files, because ts-node or tsx have registered themselves or Node does.
 */
export function requiresTypeScript(): boolean {
  // The types of Node 20 do not have `process.features.typescript`.
  return isRegistered('.ts') || Boolean(Reflect.get(process.features, 'typescript'));
}

/** Returns `true` if a loader such as ts-node or tsx has registered itself for an extension. */
export function isRegistered(extension: string): boolean {
  // `require.extensions` is deprecated, but loaders still use it. In jest it is missing.
  const extensions: unknown = Reflect.get(createRequire(path.resolve('index.js')), 'extensions');
  return typeof extensions === 'object' && extensions !== null && extension in extensions;
}

function adviseOnCode({ code, message }: LoadFailure): string | undefined {
  // Node 22 fails to create this error: `ERR_NETWORK_IMPORT_DISALLOWED is not a constructor`.
  switch (message.startsWith('ERR_NETWORK_IMPORT_DISALLOWED ') ? 'ERR_NETWORK_IMPORT_DISALLOWED' : code) {
    case 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG':
      return 'in jest, start Node with --experimental-vm-modules, or pass the `import` option.';
    case 'ERR_IMPORT_ASSERTION_TYPE_MISSING':
    case 'ERR_IMPORT_ATTRIBUTE_MISSING':
      return "add the type to the import: import data from './data.json' with { type: 'json' }.";
    case 'ERR_PACKAGE_IMPORT_NOT_DEFINED':
      return 'add the name to `imports` in package.json, or write a relative path.';
    case 'ERR_PACKAGE_PATH_NOT_EXPORTED':
      return 'import a path that `exports` in the package.json of that package has.';
    case 'ERR_UNKNOWN_BUILTIN_MODULE':
      return `correct the name, or use a newer Node.js: version ${process.versions.node} has no such module.`;
    case 'ERR_UNSUPPORTED_ESM_URL_SCHEME':
    case 'ERR_NETWORK_IMPORT_DISALLOWED':
      return 'install the package with npm and import it by its name: Node.js imports no URLs but those of files.';
    case 'ERR_AMBIGUOUS_MODULE_SYNTAX':
      return 'use `import` and `export` in place of `require` and `module.exports` in this file.';
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      if (/"\.[cm]?tsx?"/.test(message)) return startLoader;
      return 'remove the import, or start Node with a loader for such files.';
    default:
      return undefined;
  }
}

const startLoader =
  'start Node with a loader for TypeScript (node --import tsx server.ts), or serve the compiled files; with vitest, vite-node or jiti, pass the `import` option.';

function adviseOnTypeScript({ file, code, isSyntaxError }: LoadFailure): string | undefined {
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return 'start Node with a loader that compiles TypeScript (node --import tsx server.ts), or write it without enums, namespaces and parameter properties: Node itself only removes types.';
  }
  return isTypeScript(file) && isSyntaxError && !requiresTypeScript() ? startLoader : undefined;
}

const commonJsName = /^(require|exports|module|__dirname|__filename) is not defined/;

/** Advises on CommonJS in an ES module. */
function adviseOnCommonJsSyntax({ message }: LoadFailure): string | undefined {
  const [, name] = commonJsName.exec(message) ?? [];
  if (name === undefined) return undefined;
  const replacements: Record<string, string> = {
    require: "import … from '…'",
    exports: 'export const GET = (req, res) => { … }',
    module: 'export default (req, res) => { … }',
    __dirname: 'import.meta.dirname',
    __filename: 'import.meta.filename',
  };
  return `write \`${replacements[name] ?? ''}\`: the file is an ES module, which has no \`${name}\`. Or make it CommonJS, with an extension such as .cjs.`;
}

const moduleSyntax =
  /^(?:Cannot use import statement outside a module|Cannot use 'import\.meta' outside a module|Unexpected token 'export'|Unexpected token 'import')/;

/** Advises on the syntax of an ES module in a CommonJS file. */
function adviseOnModuleSyntax({ message, isSyntaxError, thrown }: LoadFailure): string | undefined {
  if (!isSyntaxError) return undefined;
  if (message.startsWith('await is only valid in async functions')) {
    return 'write `await` in an `async` function. Outside of functions only an ES module may have it: .mjs, or .js with "type": "module" in package.json.';
  }
  if (!moduleSyntax.test(message)) return undefined;
  // Node writes the place of a syntax error before the message.
  const isCommonJsOnly = /^\S.*\.c[jt]s:\d+$/m.test(stringProperty(thrown, 'stack'));
  const toModule = isCommonJsOnly
    ? 'give it an extension such as .mjs'
    : 'add "type": "module" to package.json, or give it the extension .mjs';
  return `${toModule}: it is written as an ES module, but Node treats it as CommonJS. Or write \`module.exports = (req, res) => { … }\` and \`require\`.`;
}

function adviseOnMissingExport({ file, message }: LoadFailure): string | undefined {
  if (!/does not provide an export named|Named export '.*' not found/.test(message)) return undefined;
  const ofTypes = isTypeScript(file) ? ', or write `import type` if it is a type' : '';
  return `correct the name in the import${ofTypes}. If the module is CommonJS, import its default export and take the name from that.`;
}

import type { Problem } from '../types/problem.js';
import { messageOf, stringProperty } from '../reporting/thrown.js';
import { printable } from '../reporting/printable.js';
import { stackAboveRequire } from './stack-frames.js';

/** Creates the problem of a file that threw while it was loaded. */
export function loadProblem(file: string, thrown: unknown): Problem {
  const where = firstUserFrame(thrown);
  const message = `The file could not be loaded: ${messageOf(thrown)}${where === undefined ? '' : ` (${where})`}`;
  return {
    code: 'FSR_LOAD_FAILED',
    // The message may have several lines, but a line feed in the file's name must not begin one.
    message: message.replaceAll(file, printable(file)),
    help: helpFor(file, thrown),
    files: [file],
    cause: thrown,
  };
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/** The error codes of Node, jest and tsx if the loader supports TypeScript only in part or not at all. */
const typescriptCodes = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
]);

function helpFor(file: string, thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG') {
    return 'in jest, start Node with --experimental-vm-modules, or pass the `import` option.';
  }
  // Not by `instanceof`, because a test runner's errors come from another realm.
  const isSyntaxError = stringProperty(thrown, 'name') === 'SyntaxError';
  if (isTypeScript(file) && (isSyntaxError || typescriptCodes.has(code))) {
    return 'correct the file. If Node runs TypeScript, start it with a loader (node --import tsx server.ts) or serve the compiled files; with vitest, vite-node or jiti, pass the `import` option.';
  }
  return isSyntaxError
    ? 'correct the file or a file that it imports; `node --check <file>` shows the line.'
    : 'correct the file; `error.cause` has the whole stack.';
}

/** Returns the code of a thrown value, or an empty string. */
export function codeOf(thrown: unknown): string {
  return stringProperty(thrown, 'code');
}

/** Returns the stack of a thrown value, or an empty string. */
export function stackOf(thrown: unknown): string {
  return stringProperty(thrown, 'stack');
}

/** Returns the first frame of the stack that is in the user's code, not in Node or an installed package. */
function firstUserFrame(thrown: unknown): string | undefined {
  const frames =
    stackAboveRequire(stackOf(thrown)).match(/(?<=^|[\s(])(?:file:\/\/|\/|[A-Za-z]:\\)[^()\n]+:\d+/g) ?? [];
  return frames.find((frame) => !/node_modules|node:|import-hooks-thread/.test(frame));
}

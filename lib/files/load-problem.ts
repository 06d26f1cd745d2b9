import type { Problem } from '../types/problem.js';
import { messageOf, stringProperty } from '../reporting/thrown.js';
import { printable } from '../reporting/printable.js';
import { stackAboveRequire } from './stack-frames.js';

/** What is told of a route file that could not be loaded. */
export function loadProblem(file: string, thrown: unknown): Problem {
  const where = firstUserFrame(thrown);
  const message = `The file could not be loaded: ${messageOf(thrown)}${where === undefined ? '' : ` (${where})`}`;
  return {
    code: 'FSR_LOAD_FAILED',
    // The message may have several lines, but none that the file's name begins.
    message: message.replaceAll(file, printable(file)),
    help: helpFor(file, thrown),
    files: [file],
    cause: thrown,
  };
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/** Node's, jest's and tsx's codes for TypeScript that met a loader without it, or with too little of it. */
const typescriptCodes = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
]);

function helpFor(file: string, thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG') {
    return 'under jest, start Node with --experimental-vm-modules, or pass the `import` option.';
  }
  // By name, because a test runner's errors come from another realm.
  const isSyntaxError = stringProperty(thrown, 'name') === 'SyntaxError';
  if (isTypeScript(file) && (isSyntaxError || typescriptCodes.has(code))) {
    return 'correct the file; or, if Node is meant to run TypeScript, start it with a loader (node --import tsx server.ts) or serve the compiled files; under vitest, vite-node or jiti, pass the `import` option.';
  }
  return isSyntaxError
    ? 'correct the file, or one that it imports; `node --check <file>` shows the line.'
    : 'correct the file; `cause` has the whole stack.';
}

/** The code of whatever was thrown, or nothing. */
export function codeOf(thrown: unknown): string {
  return stringProperty(thrown, 'code');
}

/** The stack of whatever was thrown, or nothing. */
export function stackOf(thrown: unknown): string {
  return stringProperty(thrown, 'stack');
}

/** Where in the user's code it was thrown: the first place that is neither Node's nor an installed package's. */
function firstUserFrame(thrown: unknown): string | undefined {
  const frames =
    stackAboveRequire(stackOf(thrown)).match(/(?<=^|[\s(])(?:file:\/\/|\/|[A-Za-z]:\\)[^()\n]+:\d+/g) ?? [];
  return frames.find((frame) => !/node_modules|node:|import-hooks-thread/.test(frame));
}

import type { Problem } from '../types/problem.js';
import { messageOf, stringProperty } from '../reporting/thrown.js';
import { printable } from '../reporting/printable.js';
import type { RouteFile } from '../types/index.js';
import { adviseOnLoadError } from './load-advice.js';
import { stackAboveRequire } from './stack-frames.js';

/** Creates the problem of a file that threw while it was loaded. */
export function loadProblem({ file, absolutePath }: RouteFile, thrown: unknown): Problem {
  const where = firstUserFrame(thrown);
  const [first = '', ...details] = messageOf(thrown).split('\n');
  const message = [
    `The file could not be loaded: ${first}${where === undefined ? '' : ` (${where})`}`,
    ...details,
  ].join('\n');
  return {
    code: 'FSR_LOAD_FAILED',
    // The message may have several lines, but a line feed in the file's name must not begin one.
    message: message.replaceAll(file, printable(file)),
    help: adviseOnLoadError(absolutePath, thrown),
    files: [file],
    cause: thrown,
  };
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

import type { ErrorCode, Issue, Problem } from '../types/problem.js';
import { findOldNode } from './old-node.js';
import { printable, printableLines } from './printable.js';

export interface FsRoutesErrorOptions {
  /** The route folder, which the message names. */
  readonly directory?: string;
  /** The HTTP status, if a request caused the error. */
  readonly status?: number;
  /**
   * Makes the whole message visible to the client, as in development. By default, the message of an error with a
   * status is one sentence, and visible to the client if the status is below 500.
   */
  readonly expose?: boolean;
  /** The headers of the response. Express's final handler sends them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The error that this package throws.
 *
 * At start-up, one error has all problems of a route folder: `problems` lists them in the order of their files, and
 * `code`, `help` and `files` are those of the first. docs/errors.md explains each `code`. An error that a request
 * caused also has `status`, `statusCode` and `expose`, and sometimes `headers`, which Express and most error handlers
 * understand.
 *
 * `instanceof` works across the CommonJS and the ES module build.
 *
 * @example
 * try {
 *   app.use('/api', fsRoutes('./api'));
 * } catch (error) {
 *   if (error instanceof FsRoutesError) for (const { code, files } of error.problems) console.error(code, files);
 *   throw error;
 * }
 */
export class FsRoutesError extends Error {
  override readonly name = 'FsRoutesError';
  readonly code: ErrorCode;
  declare readonly help: string;
  declare readonly files: readonly string[];
  declare readonly problems: readonly Problem[];
  declare readonly status?: number;
  declare readonly statusCode?: number;
  declare readonly expose?: boolean;
  declare readonly headers?: Readonly<Record<string, string>>;

  constructor([given, ...others]: readonly [Problem, ...Problem[]], options: FsRoutesErrorOptions = {}) {
    const first = printableProblem(given);
    const problems = [first, ...others.map(printableProblem)];
    // A client gets one sentence, and a developer the whole text.
    const isForDevelopers = options.status === undefined || options.expose === true;
    const message = isForDevelopers ? describeProblems(problems, options.directory) : first.message;
    super(message, 'cause' in first ? { cause: first.cause } : undefined);
    makeStacksPrintable(first.cause);
    this.code = first.code;
    // Not enumerable, because Node prints enumerable properties, and the message already contains these.
    Object.defineProperties(this, {
      help: { value: first.help },
      files: { value: first.files },
      problems: { value: problems },
    });
    if (options.status !== undefined) {
      this.status = this.statusCode = options.status;
      this.expose = options.expose ?? options.status < 500;
    }
    if (options.headers) this.headers = options.headers;
    // Express prints the stack of an error that nobody handles, and what a client sent is no fault of any code here.
    if (options.status !== undefined && options.status < 500) {
      for (const error of [this, first.cause]) if (error instanceof Error) removeFrames(error);
    }
  }

  /** Compares names, so that each of the two builds recognizes the errors of the other. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    try {
      return value instanceof Error && value.name === 'FsRoutesError';
    } catch {
      // The value may be a Proxy or have getters that throw: error handlers check any thrown value.
      return false;
    }
  }

  /** The first of `files`, which is the one to open. */
  get file(): string | undefined {
    return this.files[0];
  }
}

/** Removes the frames from the stack of an error, which is then its name and message. */
export function removeFrames(error: Error): void {
  Object.assign(error, { stack: `${error.name}: ${error.message}` });
}

/**
 * Calls the body of a public function, unless Node.js is too old for it. Errors of this package that it throws have
 * stacks that begin where that function was called, and Node.js prints no line of this package before them if nobody
 * catches them.
 */
export function throwToCaller<Result>(publicFunction: (...args: never[]) => unknown, body: () => Result): Result {
  try {
    const problem = findOldNode(process.versions.node);
    if (problem) throw new FsRoutesError([problem]);
    return body();
  } catch (error) {
    if (!(error instanceof FsRoutesError)) throw error;
    Error.captureStackTrace(error, publicFunction);
    throw withoutSourceLine(error, 'node-do-not-add-exception-line');
  }
}

/** Returns the error. Node.js looks for this text in the line that throws, and then does not print the line. */
function withoutSourceLine(error: Error, _text: 'node-do-not-add-exception-line'): Error {
  return error;
}

/** Throws one error with all problems, in the order of their files. Does nothing if there are none. */
export function throwIfAny(problems: readonly Problem[], directory: string | undefined): void {
  const [first, ...rest] = sortByFile(problems);
  if (first) throw new FsRoutesError([first, ...rest], directory === undefined ? {} : { directory });
}

/** Adds the file to its issues, which makes them problems. */
export function problemsInFile(file: string, issues: readonly Issue[]): Problem[] {
  return issues.map((issue) => ({ ...issue, files: [file] }));
}

export function sortByFile(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => compareText(a.files[0] ?? '', b.files[0] ?? ''));
}

/**
 * Escapes control characters in the message and help of a problem. Its files stay as they are. Only a message that
 * quotes a thrown error has several lines: in any other, a line feed is part of a name, and is escaped.
 */
export function printableProblem<Printed extends Pick<Problem, 'message' | 'help' | 'cause'>>(
  problem: Printed,
): Printed {
  const { message, help, cause } = problem;
  const print = cause === undefined ? printable : printableLines;
  return { ...problem, message: print(message), help: printable(help) };
}

/** The number of nested causes that Node.js prints. */
const maxCauses = 5;

/**
 * Escapes control characters in the stack of a thrown value and of its causes. Node.js prints these stacks if the error
 * is not caught.
 */
function makeStacksPrintable(thrown: unknown, causes = maxCauses): void {
  if (typeof thrown !== 'object' || thrown === null || causes === 0) return;
  try {
    const { stack, cause } = thrown as { stack?: unknown; cause?: unknown };
    const text = typeof stack === 'string' ? printableLines(stack) : stack;
    if (text !== stack) Object.assign(thrown, { stack: text });
    makeStacksPrintable(cause, causes - 1);
  } catch {
    // A frozen error, or one whose properties throw, stays as it is.
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function describeProblems(problems: readonly Problem[], directory: string | undefined): string {
  const where = directory === undefined ? '' : ` in ${printable(directory)}`;
  const [first, second] = problems;
  if (first && !second) return describeProblem(first, where, '');
  const list = problems.map((problem, index) => `${index + 1}. ${describeProblem(problem, '', '   ')}`);
  return `${problems.length} problems${where}\n${list.join('\n')}`;
}

function describeProblem({ code, message, files, help }: Problem, where: string, indent: string): string {
  const lines = [
    `${message} [${code}]${where}`,
    ...files.map((file) => `  file: ${printable(file)}`),
    `  fix:  ${help}`,
  ];
  return lines.join(`\n${indent}`);
}

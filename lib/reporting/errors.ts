import type { ErrorCode, Issue, Problem } from '../types/problem.js';
import { printable, printableLines } from './printable.js';

export interface FsRoutesErrorOptions {
  /** The route folder, named in the message. */
  readonly directory?: string;
  /** HTTP status for errors that a request caused. */
  readonly status?: number;
  /** Whether a client is told everything, as while developing. Default: one sentence, where the status is below 500. */
  readonly expose?: boolean;
  /** What the response to it should have; Express's final handler sends them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The only error class of this package.
 *
 * At start-up all problems of a route tree come in one error: `problems` lists them, and `code`,
 * `help` and `files` are those of the first. An error that a request caused also has `status`,
 * `statusCode` and `expose`, which Express and most error handlers understand.
 *
 * @example
 * try {
 *   app.use('/api', fsRoutes('./api'));
 * } catch (error) {
 *   if (error instanceof FsRoutesError) for (const problem of error.problems) console.error(problem.code, problem.files);
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

  constructor(given: readonly [Problem, ...Problem[]], options: FsRoutesErrorOptions = {}) {
    const problems = given.map(printableProblem);
    const first = problems[0]!;
    // What a client may read is one sentence; what a developer reads is the whole story.
    const isForDevelopers = options.status === undefined || options.expose === true;
    const message = isForDevelopers ? describeProblems(problems, options.directory) : first.message;
    super(message, 'cause' in first ? { cause: first.cause } : undefined);
    makeStacksPrintable(first.cause);
    this.code = first.code;
    // Not enumerable: Node prints what is, and all of it stands in the message already.
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
  }

  /** By name, so that the ES module build knows the errors of the CommonJS build and the other way round. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    try {
      return value instanceof Error && value.name === 'FsRoutesError';
    } catch {
      // Of a Proxy, say: error handlers ask about whatever was thrown.
      return false;
    }
  }

  /** The first of `files`: the one to open. */
  get file(): string | undefined {
    return this.files[0];
  }
}

/** Throws one error for all `problems`, in the order of their files; does nothing when there are none. */
export function throwIfAny(problems: readonly Problem[], directory: string | undefined): void {
  const [first, ...rest] = sortByFile(problems);
  if (first) throw new FsRoutesError([first, ...rest], directory === undefined ? {} : { directory });
}

/** Names the file in which the issues were found. */
export function problemsInFile(file: string, issues: readonly Issue[]): Problem[] {
  return issues.map((issue) => ({ ...issue, files: [file] }));
}

export function sortByFile(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => compareText(a.files[0] ?? '', b.files[0] ?? ''));
}

/**
 * Returns the problem with texts that can be printed; its files stay as they are. Only what was thrown may have
 * a message of several lines: elsewhere, a line feed is part of a name.
 */
export function printableProblem<Printed extends Pick<Problem, 'message' | 'help' | 'cause'>>(
  problem: Printed,
): Printed {
  const { message, help, cause } = problem;
  const print = cause === undefined ? printable : printableLines;
  return { ...problem, message: print(message), help: printable(help) };
}

/** Node.js prints as many causes below each other, and no more. */
const maxCauses = 5;

/**
 * Escapes control characters in the stack of what was thrown, and of its causes: Node.js prints these stacks
 * with an error that nobody catches.
 */
function makeStacksPrintable(thrown: unknown, causes = maxCauses): void {
  if (typeof thrown !== 'object' || thrown === null || causes === 0) return;
  try {
    const { stack, cause } = thrown as { stack?: unknown; cause?: unknown };
    const text = typeof stack === 'string' ? printableLines(stack) : stack;
    if (text !== stack) Object.assign(thrown, { stack: text });
    makeStacksPrintable(cause, causes - 1);
  } catch {
    // It is frozen, or its properties throw: then it stays as it is.
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function describeProblems(problems: readonly Problem[], directory: string | undefined): string {
  const where = directory === undefined ? '' : ` in ${printable(directory)}`;
  if (problems.length === 1) return describeProblem(problems[0]!, where, '');
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

import { randomUUID } from 'node:crypto';
import { inspect, styleText } from 'node:util';
import { printableLines } from '../reporting/printable.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command prints. */
export interface Terminal {
  /** A line of the answer, on standard output. */
  readonly writeOut: (line: string) => void;
  /** A line about the work, on standard error. */
  readonly writeErr: (line: string) => void;
  /** Text that is printed in a colour, where the output is a terminal that wants colours. */
  readonly paint: (style: Style, text: string) => string;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
  /** How many characters a line of the answer has room for; undefined where it goes to no terminal. */
  readonly width?: number | undefined;
}

export interface ProcessTerminal extends Terminal {
  /** From now on, whatever else prints on standard output prints on standard error: route files, while they load. */
  reserveStdout(): void;
  /** Fulfilled when everything that was printed has left the process; rejected where the answer cannot, on a full disk. */
  flush(): Promise<void>;
}

/** Stands for the escape character in what `paint` returns: no text from elsewhere can hold it. */
const mark = randomUUID();
const marked = new RegExp(`${mark}(\\[\\d+m)`, 'g');

/**
 * The terminal, the files or the pipes that the process was started with. Of control characters, it prints line
 * feeds and the colours of `paint` only: names and messages come from elsewhere and may hold any.
 */
export function processTerminal(): ProcessTerminal {
  const { stdin, stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  let failure: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Else the reader has seen enough: `| head`.
    if (error.code !== 'EPIPE') failure ??= error;
  });
  // There is nobody left to tell it to.
  stderr.on('error', () => undefined);
  return {
    writeOut: (line) => void write(`${shown(line, stdout)}\n`),
    writeErr: (line) => void stderr.write(`${shown(line, stderr)}\n`),
    paint: (style, text) => {
      const [begin, end] = inspect.colors[style]!;
      return `${mark}[${begin}m${text}${mark}[${end}m`;
    },
    isInteractive: stdin.isTTY && stdout.isTTY,
    // Some terminals do not tell, and have 0.
    width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
    reserveStdout() {
      stdout.write = stderr.write.bind(stderr);
    },
    flush: async () => {
      for (const end of [write, stderr.write.bind(stderr)]) await new Promise((resolve) => end('', resolve));
      if (failure) throw failure;
    },
  };
}

function shown(line: string, stream: NodeJS.WritableStream): string {
  return printableLines(line).replace(marked, hasColours(stream) ? '\x1b$1' : '');
}

/** As `styleText` decides it: NO_COLOR, FORCE_COLOR, and whether it is a terminal. */
function hasColours(stream: NodeJS.WritableStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import { printableLines } from '../reporting/printable.js';

/** The SGR codes that turn each style on and off. */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof styles;

/** The output of a command. */
export interface Terminal {
  /** Writes lines of the answer to standard output. */
  readonly writeOut: (lines: string) => void;
  /** Writes lines that are not part of the answer, such as warnings, to standard error. */
  readonly writeErr: (lines: string) => void;
  /** Returns the text in a style, which is shown if the output has colors. */
  readonly paint: (style: Style | undefined, text: string) => string;
  /** Is `true` if the user can answer questions. */
  readonly isInteractive: boolean;
  /** The width of the terminal in characters; `undefined` if standard output is not a terminal. */
  readonly width?: number | undefined;
}

export interface ProcessTerminal extends Terminal {
  /**
   * Reserves standard output for answers. From now on, other output goes to standard error, because route files may
   * print while they load.
   */
  reserveStdout(): void;
  /** Resolves when all output has left the process; rejects if the answer could not be written, as on a full disk. */
  flush(): Promise<void>;
}

/** Marks styles in what `paint` returns, in place of the escape character. Names and messages cannot contain it. */
const styleMark = randomUUID();
const styleMarks = new RegExp(`${styleMark}(\\[\\d+m)`, 'g');

/**
 * Returns the terminal, files or pipes that the process was started with. The only control characters that it
 * writes are line feeds and the styles of `paint`: names and messages come from elsewhere and may contain any.
 */
export function processTerminal(): ProcessTerminal {
  const { stdin, stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  let failure: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // EPIPE: the reader has read enough, as in `| head`.
    if (error.code !== 'EPIPE') failure ??= error;
  });
  // An error of standard error itself cannot be reported.
  stderr.on('error', () => undefined);
  return {
    writeOut: (lines) => void write(`${render(lines, hasColors(stdout))}\n`),
    writeErr: (lines) => void stderr.write(`${render(lines, hasColors(stderr))}\n`),
    paint,
    isInteractive: stdin.isTTY && stdout.isTTY,
    // Some terminals do not report their width, and have 0.
    width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
    reserveStdout() {
      stdout.write = stderr.write.bind(stderr);
    },
    flush: async () => {
      for (const writeLast of [write, stderr.write.bind(stderr)]) {
        await new Promise((resolve) => writeLast('', resolve));
      }
      if (failure) throw failure;
    },
  };
}

/** Returns the text in a style, for `render`; unchanged if there is no style. */
export function paint(style: Style | undefined, text: string): string {
  if (style === undefined) return text;
  const [on, off] = styles[style];
  return `${styleMark}[${on}m${text}${styleMark}[${off}m`;
}

/** Returns the lines with control characters escaped, and with or without the styles of `paint`. */
export function render(lines: string, isStyled: boolean): string {
  return printableLines(lines).replace(styleMarks, isStyled ? '\x1b$1' : '');
}

/** Returns `true` if Node's `styleText` uses colors: by NO_COLOR and FORCE_COLOR, or on a terminal. */
function hasColors(stream: NodeJS.WritableStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

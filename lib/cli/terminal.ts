import { stripVTControlCharacters, styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command prints. */
export interface Terminal {
  /** A line of the answer, on standard output. */
  readonly print: (line: string) => void;
  /** A line about the work, on standard error. */
  readonly tell: (line: string) => void;
  /** Text with a colour, where the output is a terminal that wants colours. */
  readonly paint: (style: Style, text: string) => string;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
  /** How many characters a line of the answer has room for; undefined where it goes to no terminal. */
  readonly width?: number | undefined;
}

export interface ProcessTerminal extends Terminal {
  /** From now on, whatever else prints on standard output prints on standard error: route files, while they load. */
  keepForAnswers(): void;
  /** Fulfilled when everything that was printed has left the process; rejected where the answer cannot, on a full disk. */
  flush(): Promise<void>;
}

/** The terminal, the files or the pipes that the process was started with. */
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
    print: (line) => void write(`${line}\n`),
    tell: (line) => void stderr.write(`${hasColours(stderr) ? line : stripVTControlCharacters(line)}\n`),
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    isInteractive: stdin.isTTY && stdout.isTTY,
    // Some terminals do not tell, and have 0.
    width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
    keepForAnswers() {
      stdout.write = stderr.write.bind(stderr);
    },
    flush: async () => {
      for (const end of [write, stderr.write.bind(stderr)]) await new Promise((resolve) => end('', resolve));
      if (failure) throw failure;
    },
  };
}

/** As `styleText` decides it: NO_COLOR, FORCE_COLOR, and whether it is a terminal. */
function hasColours(stream: NodeJS.WritableStream): boolean {
  return styleText('bold', 'x', { stream }) !== 'x';
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command prints. */
export interface Terminal {
  /** A line of the answer, on standard output. */
  print(line: string): void;
  /** A line about the work, on standard error. */
  tell(line: string): void;
  /** Text with a colour, where the output is a terminal that wants colours. */
  paint(style: Style, text: string): string;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
}

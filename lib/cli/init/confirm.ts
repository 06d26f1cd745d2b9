import { createInterface } from 'node:readline';

/**
 * Asks a yes-or-no question on the terminal.
 *
 * @returns `true` for `y` or `yes`; `false` for anything else, an empty answer, Ctrl+D and Ctrl+C
 */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  const readline = createInterface({ input, output, prompt: `${question} (y/N) ` });
  const answer = await new Promise<string | undefined>((resolve) => {
    readline.once('line', resolve);
    readline.once('close', () => resolve(undefined));
    readline.prompt();
  });
  readline.close();
  // Without an answer, the cursor is still on the line of the question.
  if (answer === undefined) output.write('\n');
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

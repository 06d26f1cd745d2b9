import { createInterface } from 'node:readline/promises';

/**
 * Asks a question that is answered with `y` or `n`, on the terminal.
 *
 * @returns whether the answer is yes: an empty one, or none (Ctrl+D, Ctrl+C), is no
 */
export async function askYesNo(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    const asked = lines.question(`${question} (y/N) `).catch(() => undefined);
    const answer = await Promise.race([asked, closed]);
    // The cursor is still behind the question.
    if (answer === undefined) process.stderr.write('\n');
    return /^y(?:es)?$/i.test(answer?.trim() ?? '');
  } finally {
    lines.close();
  }
}

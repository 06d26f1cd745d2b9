/** The width below which nothing is wrapped further: a fragment of a line is harder to read than a broken one. */
const minWidth = 30;

/**
 * Breaks each line of a text between words, so that a terminal does not break it within one. A word that is longer than
 * the width, such as a path, stays whole.
 *
 * @param width the number of characters that a line may have
 */
export function wrapWords(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, minWidth)));
}

function wrapLine(line: string, width: number): string[] {
  const [first = '', ...words] = line.split(/(?<=\S) /);
  const lines = [first];
  for (const word of words) {
    const current = lines.at(-1) ?? '';
    if (current.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${current} ${word}`;
  }
  return lines;
}

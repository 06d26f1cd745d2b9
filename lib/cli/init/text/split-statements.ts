import type { Range, Source, Token } from './tokenize.js';

/** After these a statement goes on, even on the next line. */
const unfinished = new Set(
  `await case class const default delete do else export extends function if import in instanceof let new of throw try
  typeof var void`.split(/\s+/),
);

/** With these at the start of a line, the statement of the line before goes on. */
const continuing = new Set('as catch else extends finally from implements in instanceof of satisfies while'.split(' '));

/** The only punctuators that begin a statement. `{` is not among them: the braces of functions may have a line of their own. */
const beginning = new Set(['!', '++', '--', ';', '@', '~']);

/**
 * The statements of a file or of a block, as ranges of tokens with their `;`. Where it is open whether a
 * statement ends, it goes on: what is taken for two statements is two.
 *
 * @param block the tokens between the braces, or all
 */
export function splitStatements({ tokens, partner }: Source, block: Range): Range[] {
  const statements: Range[] = [];
  let from = block.from;
  let index = block.from;
  while (index < block.to) {
    // Over everything in brackets at once.
    const last = Math.max(partner[index]!, index);
    index = last + 1;
    if (tokens[last]!.text === ';' || index === block.to || endsAfter(tokens, last)) {
      statements.push({ from, to: index });
      from = index;
    }
  }
  return statements;
}

/** Whether a statement ends with a line, by the rules for files without semicolons. */
function endsAfter(tokens: readonly Token[], last: number): boolean {
  const next = tokens[last + 1]!;
  if (!next.startsLine) return false;
  const canBegin = next.kind === 'other' ? beginning.has(next.text) : !continuing.has(next.text);
  return canBegin && !next.text.startsWith('`') && canEnd(tokens[last]!, tokens[last - 1]);
}

function canEnd(token: Token, before: Token | undefined): boolean {
  const isProperty = before?.text === '.' || before?.text === '?.';
  if (token.kind === 'word') return isProperty || !unfinished.has(token.text);
  return token.kind !== 'other' || /^(?:[)\]}]|\+\+|--|\}[^]*`)$/.test(token.text);
}

/** The statement that holds a token. */
export function statementAt(statements: readonly Range[], index: number): Range | undefined {
  return statements.find(({ from, to }) => from <= index && index < to);
}

import { matchingBracket, textAt, type Source, type Token, type TokenRange } from './tokenize.js';

/** The keywords that cannot end a statement: it continues, even on the next line. */
const incompleteKeywords = new Set(
  `await case class const default delete do else export extends function if import in instanceof let new of throw try
  typeof var void`.split(/\s+/),
);

/** The keywords that, at the start of a line, continue the statement of the line before. */
const continuationKeywords = new Set(
  'as catch else extends finally from implements in instanceof of satisfies while'.split(' '),
);

/**
 * The punctuators that start a statement at the start of a line. `{` is not one of them: the brace of a function's
 * body may have a line of its own.
 */
const leadingPunctuators = new Set(['!', '++', '--', ';', '@', '~']);

/**
 * Splits a file or a block into statements that include their `;`. In doubt, a statement continues: two statements
 * may be taken for one, but never one for two.
 *
 * @param block the tokens between the braces of the block, or all tokens of the file
 */
export function splitStatements(source: Source, block: TokenRange): TokenRange[] {
  const statements: TokenRange[] = [];
  let from = block.from;
  let index = block.from;
  while (index < block.to) {
    // Skips the content of brackets.
    const last = Math.max(matchingBracket(source, index), index);
    index = last + 1;
    if (textAt(source, last) === ';' || index === block.to || endsWithLine(source.tokens, last)) {
      statements.push({ from, to: index });
      from = index;
    }
  }
  return statements;
}

/** Returns `true` if a statement ends after a token because its line does, as in files without semicolons. */
function endsWithLine(tokens: readonly Token[], index: number): boolean {
  const [token, next] = tokens.slice(index, index + 2);
  if (!token || !next?.startsLine) return false;
  const canStart = next.kind === 'other' ? leadingPunctuators.has(next.text) : !continuationKeywords.has(next.text);
  return canStart && !next.text.startsWith('`') && canEnd(token, tokens[index - 1]);
}

function canEnd(token: Token, before: Token | undefined): boolean {
  const isProperty = before?.text === '.' || before?.text === '?.';
  if (token.kind === 'word') return isProperty || !incompleteKeywords.has(token.text);
  return token.kind !== 'other' || /^(?:[)\]}]|\+\+|--|\}[^]*`)$/.test(token.text);
}

/** Returns the statement that contains a token of the block. */
export function statementAt(statements: readonly TokenRange[], index: number): TokenRange {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- The statements of a block cover all its tokens.
  return statements.find(({ to }) => index < to)!;
}

import jsTokens from 'js-tokens';

/** A token that is neither white space nor a comment. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'regex' | 'other';
  /** As it is written: strings have their quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** Whether it is the first of its line. */
  readonly startsLine: boolean;
}

/** The text of a file of JavaScript or TypeScript, in tokens. */
export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For each token that opens or closes a bracket, the index of the other one; itself for all others. */
  readonly partner: readonly number[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** Tokens from one index up to, and without, another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const kinds: Readonly<Record<string, Token['kind']>> = {
  IdentifierName: 'word',
  PrivateIdentifier: 'word',
  StringLiteral: 'string',
  NoSubstitutionTemplate: 'string',
  NumericLiteral: 'number',
  RegularExpressionLiteral: 'regex',
};

/**
 * Splits a file into tokens and pairs its brackets. A tokenizer is enough to see where statements begin
 * and end, it reads TypeScript as well, and it is a hundredth of a parser to install.
 *
 * @returns undefined where brackets do not match or a literal does not end: then the text was not understood
 */
export function readSource(text: string): Source | undefined {
  const tokens: Token[] = [];
  const comments: { start: number; end: number }[] = [];
  let start = 0;
  let line = 1;
  let startsLine = true;
  for (const token of jsTokens(text)) {
    if (token.type === 'Invalid' || ('closed' in token && !token.closed)) return undefined;
    const end = start + token.value.length;
    if (token.type.endsWith('Comment')) comments.push({ start, end });
    else if (token.type !== 'WhiteSpace' && token.type !== 'LineTerminatorSequence') {
      tokens.push({ kind: kinds[token.type] ?? 'other', text: token.value, start, end, line, startsLine });
      startsLine = false;
    }
    const breaks = token.value.match(/\r\n|[\r\n\u2028\u2029]/g)?.length ?? 0;
    if (breaks > 0) startsLine = true;
    line += breaks;
    start = end;
  }
  const partner = pairBrackets(tokens);
  return partner && { text, tokens, partner, comments };
}

function pairBrackets(tokens: readonly Token[]): number[] | undefined {
  const partner = tokens.map((_token, index) => index);
  const open: { index: number; closing: string }[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'other') continue;
    const closing = closingOf(text);
    if (closing !== undefined) open.push({ index, closing });
    else if (/^[)\]}]$|^\}[^]*`$/.test(text)) {
      const last = open.pop();
      if (!last || !text.endsWith(last.closing)) return undefined;
      partner[index] = last.index;
      partner[last.index] = index;
    }
  }
  return open.length === 0 ? partner : undefined;
}

/** What closes a bracket, or a template with values in it: `` `a${ `` is closed by `` }b` ``. */
function closingOf(text: string): string | undefined {
  if (text.startsWith('`')) return '`';
  return { '(': ')', '[': ']', '{': '}' }[text];
}

/** The innermost brackets around a token, from the inside out, as indexes of what opens them. */
export function bracketsAround({ partner }: Source, index: number): number[] {
  const around: number[] = [];
  for (let before = index - 1; before >= 0; before--) {
    const other = partner[before]!;
    if (other > index) around.push(before);
    else if (other < before) before = other;
  }
  return around;
}

/** The parts of a range between commas that are in no brackets, without empty ones. */
export function splitAtCommas({ tokens, partner }: Source, { from, to }: Range): Range[] {
  const parts: Range[] = [];
  let start = from;
  // Only types have these: `Request<Params, Body>`.
  let angles = 0;
  for (let index = from; index < to; index = Math.max(partner[index]!, index) + 1) {
    const { text } = tokens[index]!;
    if (text === '<') angles++;
    else if (/^>+$/.test(text)) angles = Math.max(0, angles - text.length);
    else if (text === ',' && angles === 0) {
      parts.push({ from: start, to: index });
      start = index + 1;
    }
  }
  return [...parts, { from: start, to }].filter((part) => part.from < part.to);
}

/** The content of a string token. Escapes stay as they are: no name that is looked for has any. */
export function unquoted({ text }: Token): string {
  return text.slice(1, -1);
}

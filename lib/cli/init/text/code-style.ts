import { unquoted, type Source } from './tokenize.js';

/** How a file is written, for what is added to it and beside it to look the same. */
export interface CodeStyle {
  readonly quote: '"' | "'";
  readonly semicolon: ';' | '';
  readonly indent: string;
  readonly lineEnd: '\n' | '\r\n';
}

/** Reads the style of a file: what most of it does. */
export function readStyle({ text, tokens }: Source): CodeStyle {
  const strings = tokens.filter((token) => token.kind === 'string' && !/["']/.test(unquoted(token)));
  const double = strings.filter((token) => token.text.startsWith('"')).length;
  const single = strings.filter((token) => token.text.startsWith("'")).length;
  const lastOfLines = tokens.filter((_token, index) => tokens[index + 1]?.startsLine ?? true);
  const withSemicolon = lastOfLines.filter((token) => token.text === ';').length;
  const closed = lastOfLines.filter((token) => /^[)'"]$/.test(token.text.slice(-1))).length;
  const crlf = text.split('\r\n').length - 1;
  return {
    quote: double > single ? '"' : "'",
    semicolon: withSemicolon > 0 && withSemicolon >= closed ? ';' : '',
    indent: /^(?:\t| {2,8})(?=[^\s*])/m.exec(text)?.[0] ?? '  ',
    lineEnd: crlf > 0 && crlf * 2 > text.split('\n').length - 1 ? '\r\n' : '\n',
  };
}

/** Puts code that is written in the usual style into another one. */
export function restyle(code: string, style: CodeStyle): string {
  return code
    .replaceAll(/'([^'"\n]*)'/g, `${style.quote}$1${style.quote}`)
    .replaceAll(/;$/gm, style.semicolon)
    .replaceAll(/^(?: {2})+/gm, (spaces) => style.indent.repeat(spaces.length / 2))
    .replaceAll('\n', style.lineEnd);
}

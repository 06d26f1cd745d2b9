import { stringContent, type Source } from './tokenize.js';

/** The formatting of a file, so that new code looks like the code around it. */
export interface CodeStyle {
  readonly quote: '"' | "'";
  readonly semicolon: ';' | '';
  readonly indent: string;
  readonly lineEnding: '\n' | '\r\n';
}

/** Detects the quotes, semicolons and line endings that a file uses most, and its first indentation. */
export function detectStyle({ text, tokens }: Source): CodeStyle {
  const strings = tokens.filter((token) => token.kind === 'string' && !/["']/.test(stringContent(token)));
  const double = strings.filter((token) => token.text.startsWith('"')).length;
  const single = strings.filter((token) => token.text.startsWith("'")).length;
  const lastOfLines = tokens.filter((_token, index) => tokens[index + 1]?.startsLine ?? true);
  const withSemicolon = lastOfLines.filter((token) => token.text === ';').length;
  const withoutSemicolon = lastOfLines.filter((token) => /^[)'"]$/.test(token.text.slice(-1))).length;
  const crlf = text.split('\r\n').length - 1;
  return {
    quote: double > single ? '"' : "'",
    semicolon: withSemicolon > 0 && withSemicolon >= withoutSemicolon ? ';' : '',
    indent: /^(?:\t| {2,8})(?=[^\s*])/m.exec(text)?.[0] ?? '  ',
    lineEnding: crlf > 0 && crlf * 2 > text.split('\n').length - 1 ? '\r\n' : '\n',
  };
}

/** Reformats code that has single quotes, semicolons, two spaces and `\n`. */
export function applyStyle(code: string, style: CodeStyle): string {
  return code
    .replaceAll(/'([^'"\n]*)'/g, `${style.quote}$1${style.quote}`)
    .replaceAll(/;$/gm, style.semicolon)
    .replaceAll(/^(?: {2})+/gm, (spaces) => style.indent.repeat(spaces.length / 2))
    .replaceAll('\n', style.lineEnding);
}

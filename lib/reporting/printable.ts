/** Control characters, Unicode's line and paragraph separators, and marks that change the direction of text. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Escapes control characters, so that a terminal prints the text on one line and runs no escape sequence in it. Use it
 * for the names of files and folders, which may contain any character, and for text that a client sent.
 *
 * The escapes are those of JSON, so that JSON stays valid.
 *
 * @example printable('a\x1b[31m.js') // 'a\\u001b[31m.js'
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Escapes control characters in a text of several lines, such as the message of an error. Line feeds stay, and a tab
 * becomes four spaces.
 */
export function printableLines(text: string): string {
  return text.replaceAll('\t', '    ').split(/\r?\n/).map(printable).join('\n');
}

/** Control characters, Unicode's line and paragraph separators, and marks that reverse the direction of text. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Returns a text that a terminal shows in one line and does not act on: each control character is written as
 * its escape, `\u001b`. For names of files and folders, which may hold anything, and for what a client sent.
 *
 * The escapes are those of JSON, so that JSON stays JSON.
 *
 * @example printable('a\x1b[31m.js') // 'a\\u001b[31m.js'
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for a text of several lines, such as the message of an error: line feeds stay, tabs become spaces. */
export function printableLines(text: string): string {
  return text.replaceAll('\t', '    ').split(/\r?\n/).map(printable).join('\n');
}

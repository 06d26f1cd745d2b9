/** The pattern for a name that is the same in a URL and on disk. */
const plainName = /^[\w.~!$&'()*+,;=:@-]+$/;
/** The characters that must be escaped in the path of a URL. A `%` that begins an escape is not one of them. */
const unsafeInPath = /%(?![\dA-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu;

/**
 * Returns the only spelling of a static name that matches in a URL: composed Unicode (NFC), percent-encoded as UTF-8,
 * with escapes in capitals. Two names with the same canonical spelling answer the same URL.
 *
 * Other spellings do not match, because Express compares paths as text: a guard at
 * `app.use('/api/caf%C3%A9', guard)` does not run for `/api/cafe%CC%81`, so no file may answer that URL.
 *
 * @example canonicalSpelling('café menu') // 'caf%C3%A9%20menu'
 */
export function canonicalSpelling(name: string): string {
  return plainName.test(name) ? name : encode(name.normalize('NFC'));
}

function encode(text: string): string {
  // A lone surrogate (possible in a Windows file name) has no UTF-8 form: it becomes U+FFFD.
  return text
    .toWellFormed()
    .replace(unsafeInPath, (character) => encodeURIComponent(character))
    .replace(/%[\dA-Fa-f]{2}/g, (escape) => escape.toUpperCase());
}

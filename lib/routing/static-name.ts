/** Names that stand in a URL exactly as they stand on disk. */
const plainName = /^[\w.~!$&'()*+,;=:@-]+$/;
/** What a URL's path cannot hold as it is; a `%` that begins an escape stays one. */
const unsafeInPath = /%(?![\dA-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu;
/**
 * Returns the one spelling at which a static name answers: composed Unicode, percent-encoded as UTF-8, escapes
 * in capitals. Two names with the same canonical spelling answer the same URL.
 *
 * There is no other, because Express knows no other: a guard at `app.use('/api/caf%C3%A9', guard)` does not see
 * a request for `/api/cafe%CC%81`, so no file may answer it either.
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

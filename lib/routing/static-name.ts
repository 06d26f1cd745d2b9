/** Names that stand in a URL exactly as they stand on disk. */
const plainName = /^[\w.~!$&'()*+,;=:@-]+$/;
/** What a URL's path cannot hold as it is; a `%` that begins an escape stays one. */
const unsafeInUrl = /%(?![\dA-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu;
/** What Next.js cannot find a static name with. Since Node 24, URL parsing escapes `^`, too. */
const outOfReachInNext =
  new URL('http://n/^').pathname === '/^' ? /[^\x21-\x7e]|["#<>?\\`{}]/ : /[^\x21-\x7e]|["#<>?\\`{}^]/;

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

/**
 * Returns the one spelling at which a static name answers in `compat: 'next'`: the name as it is, which is what
 * Next.js compares with the raw path. A name that Next.js cannot reach has its canonical spelling.
 */
export function nextSpelling(name: string): string {
  return outOfReachInNext.test(name) ? canonicalSpelling(name) : name;
}

/** Returns how static names are written in a URL under the conventions that hold. */
export function spellingIn(compat: 'next' | undefined): (name: string) => string {
  return compat === 'next' ? nextSpelling : canonicalSpelling;
}

function encode(text: string): string {
  // A lone surrogate (possible in a Windows file name) has no UTF-8 form: it becomes U+FFFD.
  return text
    .toWellFormed()
    .replace(unsafeInUrl, (character) => encodeURIComponent(character))
    .replace(/%[\dA-Fa-f]{2}/g, (escape) => escape.toUpperCase());
}

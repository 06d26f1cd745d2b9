/** Names that stand in a URL exactly as they stand on disk. */
const plainName = /^[\w.~!$&'()*+,;=:@-]+$/;
/** What a URL's path cannot hold as it is; a `%` that begins an escape stays one. */
const unsafeInUrl = /%(?![\dA-Fa-f]{2})|[^\w.~!$&'()*+,;=:@%[\]-]/gu;
const unsafeInRequestLine = /[^\x21-\x7e]|[#?\\]/;

/**
 * The one spelling of a static name that stands for all: composed Unicode, percent-encoded as UTF-8,
 * escapes in capitals. Two names with the same canonical spelling answer the same URL.
 *
 * @example canonicalSpelling('café menu') // 'caf%C3%A9%20menu'
 */
export function canonicalSpelling(name: string): string {
  return plainName.test(name) ? name : encode(name.normalize('NFC'));
}

/**
 * Every way in which a client may write a static name in a URL, the canonical one first. Matching then
 * compares raw text, as Express and Next.js do, and nothing is decoded before it matched.
 *
 * Beside the canonical spelling: the name as it is where a request line can carry it (`100%`, `a|b`),
 * as Next.js has it; the decomposed Unicode form, which macOS writes to disk; escapes in lower case.
 */
export function spellings(name: string): string[] {
  if (plainName.test(name)) return [name];
  const encoded = [canonicalSpelling(name), encode(name), encode(name.normalize('NFD'))];
  const all = [...encoded, ...encoded.map((text) => text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()))];
  if (!unsafeInRequestLine.test(name)) all.push(name);
  return [...new Set(all)];
}

/** As `spellings`, but for names that Next.js can reach only the one that it knows: the name itself. */
export function nextSpellings(name: string): string[] {
  return /[^\x21-\x7e]|["#<>?\\`{}]/.test(name) ? spellings(name) : [name];
}

function encode(text: string): string {
  // A lone surrogate (possible in a Windows file name) has no UTF-8 form: it becomes U+FFFD.
  return text
    .toWellFormed()
    .replace(unsafeInUrl, (character) => encodeURIComponent(character))
    .replace(/%[\dA-Fa-f]{2}/g, (escape) => escape.toUpperCase());
}

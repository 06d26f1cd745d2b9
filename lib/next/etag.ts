/**
 * Returns the strong ETag that Next.js sends for a text (`server/lib/etag.js`): the FNV-1a hash of its UTF-16 code
 * units, folded from 64 to 52 bits, and the length of the text, both in base 36.
 */
export function nextEtag(payload: string): string {
  return `"${fnv1a52(payload).toString(36)}${payload.length.toString(36)}"`;
}

/** The lower part of the FNV-64 prime, which is 2 ** 40 + 435. The code multiplies by the upper part with shifts. */
const primeLow = 435;

/** Computes the hash in four limbs of 16 bits, because a number is exact only up to 53 bits. */
function fnv1a52(text: string): number {
  // The FNV-64 offset basis, lowest limb first.
  let [a, b, c, d] = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  for (let index = 0; index < text.length; index += 1) {
    a ^= text.charCodeAt(index);
    const low = a * primeLow;
    const second = b * primeLow + (low >>> 16);
    const third = c * primeLow + (a << 8) + (second >>> 16);
    const fourth = d * primeLow + (b << 8) + (third >>> 16);
    a = low & 0xffff;
    b = second & 0xffff;
    c = third & 0xffff;
    d = fourth & 0xffff;
  }
  return (d & 15) * 2 ** 48 + c * 2 ** 32 + b * 2 ** 16 + (a ^ (d >> 4));
}

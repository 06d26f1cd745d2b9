import { createHash } from 'node:crypto';

/** Enough to see that a file arrived whole. */
export function describeBuffer(name, buffer) {
  return { name, size: buffer.length, sha256: createHash('sha256').update(buffer).digest('hex') };
}

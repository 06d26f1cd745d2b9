import { createHash, randomBytes } from 'node:crypto';

export function createFile(name, size) {
  const bytes = randomBytes(size);
  return {
    blob: new Blob([bytes], { type: 'application/octet-stream' }),
    name,
    described: { name, size, sha256: createHash('sha256').update(bytes).digest('hex') },
  };
}

/** A multipart form, written in the order of its entries. */
export function formOf(entries) {
  const form = new FormData();
  for (const [name, value] of entries) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value.blob, value.name);
  }
  return form;
}

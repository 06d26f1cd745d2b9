import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/markdown-app.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = ['.', 'docs', 'bench', 'demo-app']
  .flatMap((folder) => fs.readdirSync(path.join(root, folder)).map((name) => path.posix.join(folder, name)))
  .filter((file) => file.endsWith('.md'));

/** Returns the anchors of a document's headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  const headings = readDocument(file).match(/(?<=^#+ ).+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/**
 * Returns `true` if a link of a document leads to a file that exists and, if it has an anchor, to one of its headings.
 */
function isSound(document: string, link: string): boolean {
  const [name = '', anchor] = link.split('#');
  const file = name === '' ? document : path.posix.join(path.posix.dirname(document), name);
  if (!fs.existsSync(path.join(root, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

describe('the documents', () => {
  it.each(documents)('have no broken link: %s', (document) => {
    const links = [...readDocument(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const ours = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(ours.filter((link) => !isSound(document, link))).toEqual([]);
  });
});

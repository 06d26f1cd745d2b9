import { check, createBrowser } from './client.mjs';
import { createFile, formOf } from './files.mjs';

export default async function formidable(base) {
  const browser = createBrowser(base);
  for (const size of [300 * 1024, 3 * 1024 * 1024]) {
    const file = createFile('Übersicht.bin', size);
    const form = formOf([
      ['title', 'a title'],
      ['tag', 'one'],
      ['file', file],
      ['tag', 'two'],
    ]);
    const answer = await browser.post('/api/upload-formidable', form);
    check(
      `upload of ${size} bytes`,
      [answer.status, answer.json],
      [200, { fields: { title: ['a title'], tag: ['one', 'two'] }, file: file.described }],
    );
  }
}

import { check, createBrowser } from './client.mjs';
import { createFile, formOf } from './files.mjs';

export default async function multer(base) {
  const browser = createBrowser(base);
  const file = createFile('upload.bin', 300 * 1024);
  const form = formOf([
    ['title', 'a title'],
    ['file', file],
    ['after', 'the file'],
  ]);
  const answer = await browser.post('/api/upload-multer', form);
  check(
    'upload',
    [answer.status, answer.json],
    [200, { fields: { title: 'a title', after: 'the file' }, file: file.described }],
  );

  const tooLarge = await browser.post('/api/upload-multer', formOf([['file', createFile('large.bin', 1100 * 1024)]]));
  check("over multer's limit", [tooLarge.status, tooLarge.json], [413, { error: 'LIMIT_FILE_SIZE' }]);
}

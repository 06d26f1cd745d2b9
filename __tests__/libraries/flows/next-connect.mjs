import { check, createBrowser } from './client.mjs';
import { createFile, formOf } from './files.mjs';

export default async function nextConnect(base) {
  const browser = createBrowser(base);

  const user = await browser.get('/api/connect/5?id=6');
  check('order of the middleware', user.json, { user: '5', order: ['first', 'second'] });
  check("Express's middleware", user.headers.get('x-stamp'), 'express');
  const put = await browser.open('/api/connect/5', {
    method: 'PUT',
    body: JSON.stringify({ name: 'Ada' }),
    headers: { 'content-type': 'application/json' },
  });
  check('PUT', [put.status, await put.json()], [202, { user: '5', name: 'Ada' }]);

  const missing = await browser.get('/api/connect/missing');
  check('error with a status', [missing.status, missing.text], [404, 'no such user']);
  const broken = await browser.get('/api/connect/broken');
  check('error without a status', [broken.status, broken.text], [500, 'broken']);
  const refused = await browser.send('DELETE', '/api/connect/5');
  check('no such method', [refused.status, refused.text], [405, 'Method DELETE Not Allowed']);
  check('no such method: Allow', refused.headers.get('allow'), 'GET, PUT');
  check('OPTIONS reaches the handler', (await browser.send('OPTIONS', '/api/connect/5')).status, 405);

  const members = await browser.get('/api/connect/teams/red/members');
  check('pattern over the whole path', members.json, { team: 'red', path: ['teams', 'red', 'members'] });
  const nowhere = await browser.get('/api/connect/teams/red');
  check('no such route', [nowhere.status, nowhere.text], [404, 'Route GET /api/connect/teams/red not found']);

  await checkUpload(browser);
}

async function checkUpload(browser) {
  const files = [createFile('one.bin', 300 * 1024), createFile('two.bin', 10)];
  const answer = await browser.post(
    '/api/connect/upload',
    formOf([['title', 'two files'], ...files.map((file) => ['files', file])]),
  );
  check('upload by multer', answer.json, { title: 'two files', files: files.map(({ described }) => described) });
}

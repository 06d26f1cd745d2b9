// Asks a server that has this folder's pages/api, just started, and prints what it answers:
//   node __tests__/migration/ask.js http://localhost:3000 > next-answers.json
// next-answers.json is what `next build && next start` of Next.js 16.4.6 answered.
import http from 'node:http';
import { createHmac } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const sign = (body) => createHmac('sha256', 'only-for-this-test-too').update(body).digest('hex');
const event = '{ "event": "paid" }';
const cookie = 'session=ann.guessed; theme=light';

/** In this order, because posts come and go. */
const requests = [
  ['GET', '/api/hello'],
  ['GET', '/api/hello?name=Ann%20B&name=2'],
  ['GET', '/api/posts'],
  ['GET', '/api/posts?tag=news&tag=travel'],
  ['POST', '/api/posts', json, '{"title":"Third","tags":["new"]}'],
  ['POST', '/api/posts', json, '{"title":""}'],
  ['POST', '/api/posts', json, '{"title":'],
  ['PUT', '/api/posts'],
  ['GET', '/api/posts/3'],
  ['PATCH', '/api/posts/3', json, '{"title":"3rd"}'],
  ['DELETE', '/api/posts/3'],
  ['GET', '/api/posts/3'],
  ['GET', '/api/posts/1'],
  ['GET', '/api/posts/1', { 'if-none-match': 'the ETag of the answer before' }],
  ['HEAD', '/api/posts/1'],
  ['GET', '/api/posts/1/'],
  ['GET', '/api//posts?tag=news'],
  ['GET', '/api/Posts'],
  ['GET', '/api/docs/a%2Fb/c?y=1&y=2'],
  ['GET', '/api/docs'],
  ['GET', '/api/docs/%zz'],
  ['POST', '/api/auth/login', form, 'user=ann&password=demo'],
  ['POST', '/api/auth/login', form, 'user=ann&password=no'],
  ['GET', '/api/auth/me', { cookie }],
  ['GET', '/api/auth/me', { cookie: 'the cookies of the login' }],
  ['GET', '/api/auth/logout'],
  ['POST', '/api/webhook', { ...json, 'x-signature': sign(event) }, event],
  ['POST', '/api/webhook', { ...json, 'x-signature': '00' }, event],
  ['POST', '/api/upload', { 'content-type': 'image/png' }, 'not really an image '.repeat(100_000)],
  ['POST', '/api/notes', { 'content-type': 'text/plain' }, 'A short note'],
  ['POST', '/api/notes', { 'content-type': 'text/plain' }, 'long '.repeat(300)],
  ['GET', '/api/export'],
  ['GET', '/api/forwarded'],
  ['GET', '/api/fails'],
];

/** Sends one request as it stands: no redirect is followed, nothing is inflated, the path is not tidied. */
function ask(origin, [method, path, headers = {}, body]) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        // These are about the moment and the connection, not the answer.
        const { date, connection, 'keep-alive': _, ...headers } = response.headers;
        const status = `${response.statusCode} ${response.statusMessage}`;
        // A page for people, where no route answered: each app has its own.
        if (headers['content-type']?.startsWith('text/html')) return resolve({ status, page: true });
        resolve({ status, headers: sorted(headers), body: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject).end(body);
  });
}

const sorted = (headers) => Object.fromEntries(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What a browser would send of what it was told before. */
function withMemory([method, path, headers = {}, body], answers) {
  const filled = { ...headers };
  if (filled['if-none-match']) filled['if-none-match'] = answers.at(-1).answer.headers.etag;
  if (filled.cookie?.startsWith('the cookies')) {
    const login = answers.find(({ answer }) => answer.headers?.['set-cookie']);
    filled.cookie = login.answer.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
  }
  return [method, path, filled, body];
}

/** @returns {Promise<{ request: string, answer: { status: string, page?: true, headers?: object, body?: string } }[]>} */
export async function askAll(origin) {
  const answers = [];
  for (const [nth, request] of requests.entries()) {
    const name = `${nth + 1}. ${request[0]} ${request[1]}`;
    answers.push({ request: name, answer: await ask(origin, withMemory(request, answers)) });
  }
  return answers;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(await askAll(process.argv[2]), null, 2));
}

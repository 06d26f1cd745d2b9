import { check, checkMatch, createBrowser, dataOf, readAsItArrives } from './client.mjs';
import { createFile, formOf } from './files.mjs';

const endpoint = '/api/yoga';

export default async function graphqlYoga(base) {
  const browser = createBrowser(base);
  const query = 'query ($name: String!) { greetings(name: $name) }';

  const posted = await browser.postJson(endpoint, { query, variables: { name: 'Ada' } });
  check('query', [posted.status, posted.json], [200, { data: { greetings: 'hello Ada' } }]);
  const got = await browser.get(`${endpoint}?query=${encodeURIComponent('{ greetings(name: "get") }')}`);
  check('query by GET', got.json, { data: { greetings: 'hello get' } });
  const invalid = await browser.postJson(endpoint, { query: '{ nothing }' });
  checkMatch('invalid query', invalid.json.errors[0].message, /Cannot query field "nothing"/);
  const page = await browser.get(endpoint, { accept: 'text/html' });
  check('GraphiQL', [page.status, page.headers.get('content-type')], [200, 'text/html']);

  await checkUpload(browser);
  await checkSubscription(browser);
}

async function checkUpload(browser) {
  const file = createFile('upload.bin', 300 * 1024);
  const operations = { query: 'mutation ($file: File!) { size(file: $file) }', variables: { file: null } };
  const form = formOf([
    ['operations', JSON.stringify(operations)],
    ['map', JSON.stringify({ 0: ['variables.file'] })],
    ['0', file],
  ]);
  const answer = await browser.post(endpoint, form);
  check('upload', answer.json, { data: { size: file.described.size } });
}

async function checkSubscription(browser) {
  const response = await browser.open(endpoint, {
    method: 'POST',
    body: JSON.stringify({ query: 'subscription { countdown(from: 2) }' }),
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
  });
  const { text, isStreamed } = await readAsItArrives(response, /countdown/);
  const events = dataOf(text).map((data) => JSON.parse(data).data.countdown);
  check('events of the subscription', events, [2, 1, 0]);
  check('the first event comes before the end', isStreamed, true);
}

import { createHash } from 'node:crypto';
import { check, checkMatch, createBrowser } from './client.mjs';

const endpoint = '/api/graphql';

export default async function apollo(base) {
  const browser = createBrowser(base);
  const ask = (body, headers) => browser.postJson(endpoint, body, headers);

  const query = 'query Hello($name: String!) { hello(name: $name) }';
  const answer = await ask({ query, variables: { name: 'Ada "é"' } });
  check('query', [answer.status, answer.json], [200, { data: { hello: 'hello Ada "é"' } }]);
  const context = await ask({ query: '{ user }' }, { cookie: 'user=grace' });
  check('cookie in the context', context.json, { data: { user: 'grace' } });
  const mutation = await ask({ query: 'mutation { add(title: "tea") }' });
  check('mutation', typeof mutation.json.data.add, 'number');

  const failed = await ask({ query: '{ fails }' });
  check('error of a resolver', [failed.status, failed.json.errors[0].message], [200, 'it fails']);
  const invalid = await ask({ query: '{ nothing }' });
  check('invalid query', [invalid.status, invalid.json.errors[0].extensions.code], [400, 'GRAPHQL_VALIDATION_FAILED']);
  const badJson = await browser.post(endpoint, '{"query":', { 'content-type': 'application/json' });
  check('bad JSON', [badJson.status, badJson.text], [400, 'Invalid JSON']);

  await checkGet(browser);
}

async function checkGet(browser) {
  const preflight = { 'apollo-require-preflight': 'true' };
  const get = (parameters, headers) => browser.get(`${endpoint}?${new URLSearchParams(parameters)}`, headers);

  check('GET', (await get({ query: '{ hello(name: "get") }' }, preflight)).json, { data: { hello: 'hello get' } });
  const forged = await get({ query: '{ hello(name: "get") }' });
  check('GET that a form could send', forged.status, 400);
  checkMatch('GET that a form could send', forged.text, /CSRF/);
  check('mutation by GET', (await get({ query: 'mutation { add(title: "x") }' }, preflight)).status, 405);

  const name = `persisted ${Date.now()}`;
  const query = `{ hello(name: "${name}") }`;
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const persisted = { extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }) };
  const unknown = await get(persisted, preflight);
  check('unknown persisted query', unknown.json.errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
  await get({ ...persisted, query }, preflight);
  const known = await get(persisted, preflight);
  check('persisted query', known.json, { data: { hello: `hello ${name}` } });
}

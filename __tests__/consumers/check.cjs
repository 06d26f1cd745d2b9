'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { version } = require('express/package.json');

/** Where the route folder is mounted at /api, and user 7 of the app's own store is called `userName`. */
function expectedAnswers(userName) {
  return {
    '/api': [200, { file: 'index', query: {} }],
    '/api/users/list?page=2': [200, { file: 'users/list', query: { page: '2' } }],
    '/api/users/7?id=8&sort=up': [200, { file: 'users/[id]', query: { id: '7', sort: 'up' }, name: userName }],
    '/api/team/1': [200, { file: 'team/[id]', query: { id: '1' }, by: '1' }],
    '/api/docs/a/b%20c': [200, { file: 'docs/[...slug]', query: { slug: ['a', 'b c'] } }],
    '/api/shop': [200, { file: 'shop/[[...slug]]', query: {} }],
    '/api/shop/red/hats': [200, { file: 'shop/[[...slug]]', query: { slug: ['red', 'hats'] } }],
    '/api/nothing/here': [404, { error: 'nothing here' }],
    '/api/fails': [500, { error: 'out of order' }],
  };
}

/** Asks a running app over HTTP. Resolves to the result line and to what was wrong with each bad answer. */
async function check(kind, app, userName = 'Ada') {
  const server = http.createServer(app);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wrong = [];
  const expected = Object.entries(expectedAnswers(userName));
  for (const [url, [status, body]] of expected) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}${url}`);
    const text = await response.text();
    try {
      assert.deepStrictEqual([response.status, JSON.parse(text)], [status, body]);
    } catch {
      wrong.push(`${url}: ${response.status} ${text}`);
    }
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const right = expected.length - wrong.length;
  return { line: `${kind} express ${version}: ${right} of ${expected.length} answers right`, wrong };
}

/** The same for an app that is a program of its own: prints the line, and exits with 1 if any answer is wrong. */
async function checkAndExit(kind, app) {
  const { line, wrong } = await check(kind, app);
  console.log(line);
  for (const answer of wrong) console.error(answer);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

module.exports = { check, checkAndExit };

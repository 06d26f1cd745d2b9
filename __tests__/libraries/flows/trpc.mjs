import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink } from '@trpc/client';
import { check, createBrowser, isWellBefore } from './client.mjs';

export default async function trpc(base) {
  const url = `${base}/api/trpc`;
  const single = createTRPCClient({ links: [httpLink({ url })] });

  check('query', await single.hello.query('Ada & Söhne'), 'hello Ada & Söhne');
  check('mutation', (await single.addNote.mutate({ text: 'tea' })).last, 'tea');
  await checkErrors(single);
  await checkBatch(url);
  await checkStream(url);

  const withCookie = await createBrowser(base).get('/api/trpc/hello?input=%22Ada%22', { cookie: 'reader=grace' });
  check('cookie in the context', withCookie.headers.get('x-reader'), 'grace');
  const unknown = await createBrowser(base).get('/api/trpc/nothing');
  check('unknown procedure', [unknown.status, unknown.json.error.data.path], [404, 'nothing']);
}

async function checkErrors(client) {
  const thrown = await client.missing.query().catch((error) => error);
  check('error', [thrown.data?.httpStatus, thrown.message], [404, 'no such note']);
  const refused = await client.hello.query(5).catch((error) => error);
  check('bad input', [refused.data?.code, refused.message], ['BAD_REQUEST', 'expected a string']);
}

async function checkBatch(url) {
  const asked = [];
  const client = createTRPCClient({
    links: [httpBatchLink({ url, fetch: (input, init) => (asked.push(String(input)), fetch(input, init)) })],
  });
  const [one, two, three] = await Promise.allSettled([
    client.hello.query('one'),
    client.hello.query('two'),
    client.missing.query(),
  ]);
  check('batch', [one.value, two.value, three.reason?.message], ['hello one', 'hello two', 'no such note']);
  check('requests of a batch', [asked.length, new URL(asked[0]).pathname], [1, '/api/trpc/hello,hello,missing']);

  const [first, second] = await Promise.all([
    client.addNote.mutate({ text: 'a' }),
    client.addNote.mutate({ text: 'b' }),
  ]);
  check('batch of mutations', [first.last, second.last], ['a', 'b']);
}

async function checkStream(url) {
  const client = createTRPCClient({ links: [httpBatchStreamLink({ url })] });
  const arrived = [];
  const note = (value) => arrived.push({ value, at: performance.now() });
  await Promise.all([client.later.query().then(note), client.hello.query('first').then(note)]);
  check(
    'streamed batch',
    arrived.map(({ value }) => value),
    ['hello first', 'late'],
  );
  check('first of a streamed batch comes early', isWellBefore(arrived[0].at, arrived[1].at), true);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../demo-app/app.js';
import { openDatabase, type OpenDatabase } from '../demo-app/db/open-database.js';
import { startExternalService, type ExternalService } from '../demo-app/external-service.js';
import type { QuoteService } from '../demo-app/fetch-quote.js';
import { PostStore, type PostPage } from '../demo-app/post-store.js';
import type { Services } from '../demo-app/services.js';

const apiKey = 'key-that-no-client-sees';
const notANumber = 'must be a whole number from 1 to 2147483647.';
const notADate = 'A date is a year, a month or a day: 2024, 2024/02 or 2024/02/29.';
const notAPost = 'Send a JSON object with a title, as Content-Type: application/json.';

let database: OpenDatabase;
let external: ExternalService;
let services: Services;
let app: Express;
let logged: unknown[] = [];

beforeAll(async () => {
  database = await openDatabase();
  external = await startExternalService(apiKey);
  services = {
    posts: new PostStore(database.db),
    quotes: { url: external.url, apiKey, timeoutMs: 5000 },
    env: { DEMO_SECRET: 'open sesame' },
  };
  app = await appWith({});
}, 60_000);

afterAll(async () => {
  external.close();
  await database.close();
});

/** Creates another app with the same posts, and with changed services. */
function appWith(changes: Partial<Services>): Promise<Express> {
  logged = [];
  return createApp({ ...services, ...changes }, (error) => logged.push(error));
}

async function get<Answer = object>(url: string): Promise<Answer> {
  const response = await request(app).get(url).expect(200);
  return response.body as Answer;
}

async function expectRefusal(url: string, status: number, message: string): Promise<void> {
  await request(app).get(url).expect(status, { status, message });
}

describe('/api/posts', () => {
  it('shows every post on exactly one page, newest first', async () => {
    const { pages, total } = await get<PostPage>('/api/posts');
    const posts: PostPage['posts'][number][] = [];
    for (let page = 1; page <= pages; page += 1) {
      posts.push(...(await get<PostPage>(`/api/posts?page=${page}`)).posts);
    }
    const dates = posts.map(({ createdAt }) => createdAt);
    expect(total).toBeGreaterThanOrEqual(25);
    expect(posts).toHaveLength(total);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(total);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  it.each([99, 2_147_483_647])('gives an empty page beyond the end, with the totals: page %d', async (page) => {
    const { pages, total } = await get<PostPage>('/api/posts');
    expect(await get(`/api/posts?page=${page}`)).toEqual({ page, pages, total, posts: [] });
  });

  it.each(['page=0', 'page=-1', 'page=1.5', 'page=1e1', 'page=', 'page=two', 'page=2147483648', 'page=1&page=2'])(
    'answers 400 to ?%s',
    (query) => expectRefusal(`/api/posts?${query}`, 400, `'page' ${notANumber}`),
  );

  it('answers HEAD without a body, other methods with 405 and OPTIONS with 204, both with Allow', async () => {
    const head = await request(app).head('/api/posts').expect(200).expect('Content-Type', /json/);
    expect(head.text).toBeUndefined();
    const refusal = { status: 405, message: 'DELETE is not allowed here.' };
    await request(app).delete('/api/posts').expect(405, refusal).expect('Allow', 'GET, HEAD, POST');
    await request(app).options('/api/posts').expect(204).expect('Allow', 'GET, HEAD, POST');
  });

  it('adds a post, which its Location then shows', async () => {
    const sent = { title: ' A title ', body: `it's "quoted"; drop table posts; --`, author: 'Ada' };
    const added = await request(app).post('/api/posts').send(sent).expect(201);
    expect(added.body).toMatchObject({ ...sent, title: 'A title' });
    await request(app).get(added.headers['location']!).expect(200, added.body);
  });

  it('needs no more than a title, and takes neither id nor date from the client', async () => {
    const sent = { title: 'Only that', author: '', id: 1, createdAt: '1999-01-01T00:00:00.000Z' };
    const added = await request(app).post('/api/posts').send(sent).expect(201);
    expect(added.body).toMatchObject({ title: 'Only that', body: '', author: 'anonymous' });
    expect(added.body).not.toMatchObject({ id: sent.id });
    expect(added.body).not.toMatchObject({ createdAt: sent.createdAt });
  });

  it.each([
    ['{"body":"x"}', 'A post needs a title.'],
    ['{"title":"  "}', 'A post needs a title.'],
    ['{"__proto__":{"title":"x"},"constructor":{"prototype":{"title":"x"}}}', 'A post needs a title.'],
    ['{"title":["x"]}', 'The title must be text.'],
    ['{"title":1,"author":{}}', 'The title must be text. The author must be text.'],
    [`{"title":"${'x'.repeat(121)}"}`, 'The title has more than 120 characters.'],
    ['{"title":"a\\u0000b"}', 'The title has a character that cannot be stored (U+0000).'],
    ['[{"title":"x"}]', notAPost],
  ])('answers 400 to the body %s', async (sent, message) => {
    await request(app).post('/api/posts').type('json').send(sent).expect(400, { status: 400, message });
  });

  it('answers 400 to a missing body, another type and broken JSON, and 413 to a body that is too large', async () => {
    await request(app).post('/api/posts').expect(400);
    await request(app).post('/api/posts').type('json').expect(400);
    await request(app).post('/api/posts').type('text').send('title=x').expect(400);
    await request(app).post('/api/posts').type('json').send('{"title":').expect(400);
    const big = request(app)
      .post('/api/posts')
      .send({ title: 'x'.repeat(200_000) });
    await big.expect(413, { status: 413, message: 'request entity too large' });
  });
});

describe('/api/posts/[pid]', () => {
  it('gives one post, whatever the query string says', async () => {
    const post = { id: 1, title: 'Why a folder can be a router', createdAt: '2023-01-01T09:00:00.000Z' };
    expect(await get('/api/posts/1?pid=2')).toMatchObject(post);
  });

  it.each(['first', '0', '-1', '1.0', '0x1', '%001', '1%2F2', '2147483648', '9'.repeat(400)])(
    'answers 400 to /api/posts/%s',
    (pid) => expectRefusal(`/api/posts/${pid}`, 400, `'pid' ${notANumber}`),
  );

  it('answers 400 to a percent sign that escapes nothing', async () => {
    const answer = await request(app).get('/api/posts/%E0%A4').expect(400);
    expect(answer.body).toMatchObject({ status: 400 });
  });
});

describe('/api/posts/create', () => {
  it('shows a form, and redirects to the post that was sent with it', async () => {
    const form = await request(app).get('/api/posts/create').expect(200).expect('Content-Type', /html/);
    expect(form.text).toContain('<form method="post">');
    const sent = await request(app).post('/api/posts/create').type('form').send('title=From+a+form').expect(303);
    expect(await get(sent.headers['location']!)).toMatchObject({ title: 'From a form' });
  });

  it.each([{ body: '</textarea><script>', author: '" autofocus' }, undefined])(
    'shows the form again, escaped, with the problems of %j',
    async (sent) => {
      const { text } = await request(app).post('/api/posts/create').type('form').send(sent).expect(400);
      expect(text).toContain('role="alert"');
      expect(text).toContain(sent ? '&lt;/textarea&gt;&lt;script&gt;</textarea>' : '></textarea>');
      expect(text).toContain(sent ? 'value="&quot; autofocus"' : 'value=""');
    },
  );
});

describe('/api/docs/[...path]', () => {
  it('finds a document at any depth, with links to the documents above and below it', async () => {
    expect(await get('/api/docs/routing/catch-all')).toMatchObject({
      title: 'Catch-alls',
      breadcrumbs: [{ href: '/api/docs/routing' }, { href: '/api/docs/routing/catch-all' }],
      children: [{ title: 'Optional ones', href: '/api/docs/routing/catch-all/optional' }],
    });
  });
});

describe('/api/archive/[[...date]]', () => {
  it.each([
    ['2023', 15],
    ['2023/01', 2],
    ['2023/01/26', 1],
    ['2024/02/29', 0],
  ])('gives the posts of %s', async (date, total) => {
    const archive = date.replaceAll('/', '-');
    const found = await get<PostPage>(`/api/archive/${date}`);
    expect(found).toMatchObject({ archive, total });
    for (const { createdAt } of found.posts) expect(String(createdAt)).toMatch(new RegExp(`^${archive}`));
  });

  it('gives the posts of all time if nothing follows, whatever the query string says', async () => {
    const { total } = await get<PostPage>('/api/posts');
    expect(await get('/api/archive')).toMatchObject({ archive: 'all time', total });
    expect(await get('/api/archive?date=2023')).toMatchObject({ archive: 'all time', total });
  });

  it('has pages of ten posts', async () => {
    expect((await get<PostPage>('/api/archive/2023?page=2')).posts).toHaveLength(5);
    await expectRefusal('/api/archive/2023?page=x', 400, `'page' ${notANumber}`);
  });

  it.each(['2023/13', '2023/1', '2023/02/29', '2023/02/00', '99999', 'now', '2023/01/01/01', '__proto__'])(
    'answers 400 to %s',
    (date) => expectRefusal(`/api/archive/${date}`, 400, notADate),
  );
});

describe('/api/user', () => {
  it('is anonymous without a token, and the user of the token with one', async () => {
    expect(await get('/api/user')).toEqual({ signedIn: false, name: 'anonymous' });
    const ada = { signedIn: true, name: 'Ada Lovelace', role: 'editor' };
    await request(app).get('/api/user').set('Authorization', 'Bearer ada-token').expect(200, ada);
  });

  it.each(['Bearer nobody', 'Bearer', 'Bearer __proto__', 'Basic YWRhOg=='])('answers 401 to %s', async (token) => {
    await request(app).get('/api/user').set('Authorization', token).expect(401).expect('WWW-Authenticate', 'Bearer');
  });
});

describe('/api/method', () => {
  it('switches on the method', async () => {
    await request(app).get('/api/method').expect(200, { method: 'GET', meaning: 'read' });
    await request(app).post('/api/method').expect(201, { method: 'POST', meaning: 'create' });
    await request(app).put('/api/method').expect(200, { method: 'PUT', meaning: 'replace' });
    await request(app).delete('/api/method').expect(204);
    await request(app).patch('/api/method').expect(405).expect('Allow', 'GET, HEAD, POST, PUT, DELETE');
  });
});

describe('/api/env', () => {
  it('shows if the secret is set, and not the secret', async () => {
    expect(await get('/api/env')).toEqual({ name: 'DEMO_SECRET', isSet: true, sha256: '41ef4bb0…' });
    for (const env of [{}, { DEMO_SECRET: '' }]) {
      await request(await appWith({ env }))
        .get('/api/env')
        .expect(200, { name: 'DEMO_SECRET', isSet: false });
    }
  });
});

describe('/api/secret', () => {
  const quote = '{"quote":"Q","by":"B"}';
  const unavailable = 'The external service is not available.';

  it('sends a quote, without the key, the address and whatever else the service sends', async () => {
    const { body, text, headers } = (await request(app).get('/api/secret').expect(200)) as Answer;
    expect(Object.keys(body)).toEqual(['quote', 'by']);
    expectNoLeak(text + JSON.stringify(headers), external.url);
  });

  it('answers 502 if the service is down', async () => {
    const gone = await startExternalService(apiKey);
    gone.close();
    await expectGatewayError({ url: gone.url }, 502, unavailable);
  });

  it('answers 502 if the service refuses the key', () => expectGatewayError({ apiKey: 'old' }, 502, unavailable));

  it.each<[string, RequestListener]>([
    ['is not JSON', (_req, res) => res.end('<html>')],
    ['is not a quote', (_req, res) => res.end('{"quote":1}')],
    ['is null', (_req, res) => res.end('null')],
    ['is a redirect', ({ url }, res) => res.writeHead(url === '/' ? 302 : 200, { Location: '/b' }).end(quote)],
    ['breaks off', (_req, res) => res.write('{"quote":', () => res.destroy())],
  ])('answers 502 if the answer of the service %s', (_what, listener) =>
    withService(listener, (url) => expectGatewayError({ url }, 502, unavailable)),
  );

  it.each<[string, RequestListener]>([
    ['does not answer', () => undefined],
    ['does not finish its answer', (_req, res) => res.write('{"quote":')],
  ])('answers 504 if the service %s in time', (_what, listener) =>
    withService(listener, (url) =>
      expectGatewayError({ url, timeoutMs: 100 }, 504, 'The external service took too long.'),
    ),
  );
});

interface Answer {
  readonly body: object;
  readonly text: string;
  readonly headers: object;
}

/** Expects an answer with nothing but the status and the message, and the reason in the log. */
async function expectGatewayError(changes: Partial<QuoteService>, status: number, message: string): Promise<void> {
  const quotes = { ...services.quotes, ...changes };
  const { text, body, headers } = (await request(await appWith({ quotes }))
    .get('/api/secret')
    .expect(status)) as Answer;
  expect(body).toEqual({ status, message });
  expectNoLeak(text + JSON.stringify(headers), quotes.url);
  expect(logged).toEqual([expect.objectContaining({ message, cause: expect.anything() })]);
}

function expectNoLeak(answer: string, url: string): void {
  for (const hidden of [apiKey, new URL(url).port, '127.0.0.1']) expect(answer).not.toContain(hidden);
}

async function withService(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the app', () => {
  it.each([
    ['/api/nothing', 'There is nothing at /api/nothing.'],
    ['/api/docs', 'There is nothing at /api/docs.'],
    ['/api/docs/routing/nowhere', 'There is no document routing / nowhere.'],
    ['/api/docs/routing%2Fdynamic', 'There is no document routing/dynamic.'],
    ['/api/docs/__proto__/constructor', 'There is no document __proto__ / constructor.'],
    ['/api/posts/2147483647', 'There is no post 2147483647.'],
  ])('answers 404 as JSON to %s', (url, message) => expectRefusal(url, 404, message));

  it('answers 500 without the message of an unexpected error, and logs the error', async () => {
    const broken = new Error('password=hunter2');
    const posts = Object.assign(new PostStore(database.db), { list: () => Promise.reject(broken) });
    const answer = request(await appWith({ posts })).get('/api/posts');
    await answer.expect(500, { status: 500, message: 'Internal Server Error' });
    expect(logged).toEqual([broken]);
  });

  it('has an index page with examples for every route, and every link is answered', async () => {
    const { text } = await request(app).get('/').expect(200).expect('Content-Type', /html/);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
    expect(text).not.toContain('without an example');
    expect(links.length).toBeGreaterThanOrEqual(9);
    for (const link of links) {
      const { status } = await request(app).get(link);
      expect(`${status} ${link}`).toMatch(/^(200|400|404) /);
    }
  });

  it('has the explorer, with its own Content-Security-Policy, but not in production', async () => {
    const { headers } = await request(app).get('/_routes').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'nonce-");
    expect((await request(app).get('/')).text).toContain('href="/_routes"');
    const inProduction = await appWith({ env: { NODE_ENV: 'production' } });
    await request(inProduction).get('/_routes').expect(404);
    expect((await request(inProduction).get('/')).text).not.toContain('_routes');
  });

  it('escapes the Host header on the index page', async () => {
    const { text } = await request(app).get('/').set('Host', '"><script>');
    expect(text).not.toContain('<script>');
  });
});

describe('the server', () => {
  const file = fileURLToPath(new URL('../demo-app/server.ts', import.meta.url));

  function start(port: string) {
    const child = spawn(process.execPath, ['--import', 'tsx', file], { env: { ...process.env, PORT: port } });
    let printed = '';
    const hasPrinted = new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
          if (/curl|PORT=/.test(printed)) resolve(printed);
        });
      }
      child.once('exit', () => resolve(printed));
    });
    return { child, hasPrinted };
  }

  it('prints its address, reports a port that is taken, and exits cleanly on SIGTERM', async () => {
    const first = start('0');
    const [address = ''] = /http:\/\/localhost:\d+/.exec(await first.hasPrinted) ?? [];
    await request(address).get('/api/posts/1').expect(200);
    await request(address).get('/api/secret').expect(200);

    const { port } = new URL(address);
    const second = start(port);
    expect(await once(second.child, 'exit')).toEqual([1, null]);
    expect(await second.hasPrinted).toMatch(
      new RegExp(`^Port ${port} is taken by another program.*PORT=3001 npm start`),
    );

    // An open page must not keep the server running.
    const stream = await fetch(`${address}/_routes/changes`);
    expect(stream.status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
  }, 60_000);
});

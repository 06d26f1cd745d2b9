import codegenie from '@codegenie/serverless-express';
import { afterAll, describe, expect, it } from '@jest/globals';
import vendia from '@vendia/serverless-express';
import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import serverlessHttp from 'serverless-http';
import { fsRoutes, type FsRoutesOptions } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

/** One request to a function, before it becomes an event. */
interface Asked {
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly method?: string;
}

interface Told {
  readonly status: number;
  readonly body: unknown;
}

type Invoke = (app: Express, path: string, asked: Asked) => Promise<Told>;

const path = '/api/orders/7';

function base64(body: string | Buffer | undefined): { body: string | null; isBase64Encoded: boolean } {
  if (!Buffer.isBuffer(body)) return { body: body ?? null, isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

function headersOf({ type }: Asked): Record<string, string> {
  return { host: 'example.com', ...(type !== undefined && { 'content-type': type }) };
}

const events = {
  'API Gateway v1': (path: string, asked: Asked) => ({
    httpMethod: asked.method ?? 'POST',
    path,
    resource: '/{proxy+}',
    headers: headersOf(asked),
    multiValueHeaders: Object.fromEntries(Object.entries(headersOf(asked)).map(([name, value]) => [name, [value]])),
    requestContext: { stage: 'test', identity: { sourceIp: '203.0.113.9' } },
    ...base64(asked.body),
  }),
  'API Gateway v2 and function URLs': (path: string, asked: Asked) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: headersOf(asked),
    requestContext: { http: { method: asked.method ?? 'POST', path, sourceIp: '203.0.113.9' } },
    ...base64(asked.body),
  }),
  'an Application Load Balancer': (path: string, asked: Asked) => ({
    httpMethod: asked.method ?? 'POST',
    path,
    headers: headersOf(asked),
    queryStringParameters: {},
    requestContext: { elb: { targetGroupArn: 'arn' } },
    ...base64(asked.body),
  }),
};

interface LambdaResult {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Next.js answers an error with a text. */
function parsed(text: string): unknown {
  return /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : text;
}

function told({ statusCode, body, isBase64Encoded = false }: LambdaResult): Told {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  return { status: statusCode, body: parsed(text) };
}

type AnyHandler = (event: unknown, context: unknown, callback?: unknown) => Promise<LambdaResult>;
/** Their types are those of an ES module, and they are CommonJS. */
const configure = (module: unknown) => module as (options: object) => AnyHandler;

const adapters: Record<string, (app: Express) => AnyHandler> = {
  'serverless-http': (app) => serverlessHttp(app) as unknown as AnyHandler,
  '@codegenie/serverless-express': (app) => configure(codegenie)({ app }),
  '@vendia/serverless-express': (app) => configure(vendia)({ app }),
};

const hosts: [string, Invoke][] = Object.entries(adapters).flatMap(([name, create]) =>
  Object.entries(events).map(([kind, eventOf]): [string, Invoke] => [
    `${name}, ${kind}`,
    async (app, path, asked) => told(await create(app)(eventOf(path, asked), {})),
  ]),
);

/** As the Azure Functions runtime calls: the body is a text there. */
function azureRequest(path: string, asked: Asked) {
  const { body = '', method = 'POST' } = asked;
  return {
    method,
    url: `https://example.com${path}`,
    originalUrl: path,
    query: {},
    headers: headersOf(asked),
    body,
    rawBody: body,
  };
}
hosts.push([
  'serverless-http, Azure Functions',
  async (app, path, asked) => {
    const handle = serverlessHttp(app, { provider: 'azure' }) as unknown as AnyHandler;
    const request = { ...azureRequest(path, asked), url: path };
    const { status, body } = (await handle({ log: () => undefined }, request)) as unknown as {
      status: number;
      body: string;
    };
    return { status, body: parsed(body) };
  },
]);
hosts.push([
  '@vendia/serverless-express, Azure Functions',
  async (app, path, asked) => {
    const handle = configure(vendia)({ app, eventSourceName: 'AZURE_HTTP_FUNCTION_V3' });
    return told(await handle({ bindings: {}, req: azureRequest(path, asked) }, {}));
  },
]);

/** What a handler sees: the body, the kept bytes, and what is left in the stream. */
async function echo(req: Request & { rawBody?: unknown }, res: Response): Promise<void> {
  const show = (value: unknown) => (Buffer.isBuffer(value) ? { bytes: value.toString('latin1') } : value);
  const chunks: Buffer[] = [];
  if (!req.readableDidRead) for await (const chunk of req) chunks.push(Buffer.from(chunk as Uint8Array));
  res.json({ body: show(req.body), raw: show(req.rawBody), stream: Buffer.concat(chunks).toString('latin1') });
}

const limit = 100;
const folder = routeFolder(['orders/[id].js', 'raw/[id].js', 'stream/[id].js']);

function ours(options: FsRoutesOptions): Express {
  const configs: Record<string, unknown> = { raw: { rawBody: true }, stream: { bodyParser: false } };
  const importModule = (file: string) => {
    const api = configs[/(\w+)[\\/]\[id\]/.exec(file)![1]!];
    return { default: echo, ...(api !== undefined && { config: { api } }) };
  };
  const app = express();
  app.use('/api', fsRoutes(folder, { bodyParser: { sizeLimit: limit }, ...options, import: importModule }));
  return withErrors(app);
}

function byHand(): Express {
  const app = express();
  app.use(express.json({ limit, strict: false }), express.urlencoded({ limit, extended: false }));
  app.use(express.text({ limit, type: 'text/*' }));
  app.all('/api/orders/:id', echo as RequestHandler);
  return withErrors(app);
}

function withErrors(app: Express): Express {
  app.use(((error: { status?: number; type?: string }, _req, res, _next) => {
    res.status(error.status ?? 500).json({ type: error.type });
  }) as express.ErrorRequestHandler);
  return app;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const requests: [string, Asked, Told['body'], number?][] = [
  ['JSON', { type: json, body: '{"n":1}' }, { n: 1 }],
  ['JSON with a charset', { type: `${json}; charset=utf-8`, body: '["é"]' }, ['é']],
  ['a form', { type: form, body: 'a=1&b=%C3%A9' }, { a: '1', b: 'é' }],
  ['a text', { type: 'text/plain', body: 'hello' }, 'hello'],
  ['broken JSON', { type: json, body: '{"n":' }, 'entity.parse.failed', 400],
  ['too much JSON', { type: json, body: JSON.stringify('x'.repeat(limit)) }, 'entity.too.large', 413],
  ['too much text', { type: 'text/plain', body: 'x'.repeat(limit + 1) }, 'entity.too.large', 413],
  ['a JSON text', { type: json, body: '"text"' }, 'text'],
];

let compared = 0;

describe.each(hosts)('on %s', (_host, invoke) => {
  it.each(requests)('%s is parsed as by express.json() and its like', async (_kind, asked, expected, status = 200) => {
    const answer = await invoke(ours({}), path, asked);
    expect(answer).toMatchObject({ status, body: status === 200 ? { body: expected } : { type: expected } });
    expect(answer).toEqual(await invoke(byHand(), path, asked));
    compared += 1;
  });

  it.each(requests)("%s is parsed with compat: 'next'", async (_kind, asked, expected, status = 200) => {
    const app = ours({ compat: 'next', onError: () => undefined });
    const answer = await invoke(app, path, asked);
    if (status === 200) expect(answer).toMatchObject({ status, body: { body: expected } });
    else expect(answer).toMatchObject({ status, body: status === 400 ? 'Invalid JSON' : 'Body exceeded 100 limit' });
    compared += 1;
  });

  it.each([
    ['bytes', { type: 'application/octet-stream', body: Buffer.from('\0\xff', 'latin1') }],
    ['XML', { type: 'application/xml', body: '<a/>' }],
    ['a body without a type', { body: 'hello' }],
    ['an empty body', { type: json, body: '' }],
    ['no body', { method: 'GET' }],
  ])('%s: what is left to the handler is what an app by hand leaves', async (_kind, asked) => {
    const [answer, other] = [await invoke(ours({}), path, asked), await invoke(byHand(), path, asked)];
    expect(answer.status).toBe(200);
    const { stream } = answer.body as { stream: string };
    expect(stream).toBe((other.body as { stream: string }).stream);
    compared += 1;
  });

  it.each([undefined, 'next'] as const)('the raw body and the stream are the bytes, compat: %s', async (compat) => {
    const app = ours({ ...(compat && { compat }) });
    const asked = { type: json, body: '{"n":1}' };
    const { body: raw } = await invoke(app, '/api/raw/7', asked);
    expect(raw).toMatchObject({ body: { n: 1 }, raw: { bytes: '{"n":1}' } });
    const { body: stream } = await invoke(app, '/api/stream/7', asked);
    expect(stream).toMatchObject({ stream: '{"n":1}' });
    compared += 2;
  });
});

afterAll(() => {
  process.stderr.write(`serverless adapters: ${hosts.length} hosts, ${compared} requests as expected\n`);
});

import codegenie from '@codegenie/serverless-express';
import { afterAll, describe, expect, it } from '@jest/globals';
import vendia from '@vendia/serverless-express';
import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import serverlessHttp from 'serverless-http';
import { fsRoutes, type FsRoutesOptions } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

/** A request to a cloud function, from which an event is made. */
interface FunctionRequest {
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly method?: string;
}

interface FunctionResponse {
  readonly status: number;
  readonly body: unknown;
}

type Invoke = (app: Express, path: string, sent: FunctionRequest) => Promise<FunctionResponse>;

const path = '/api/orders/7';

function base64(body: string | Buffer | undefined): { body: string | null; isBase64Encoded: boolean } {
  if (!Buffer.isBuffer(body)) return { body: body ?? null, isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

function headersOf({ type }: FunctionRequest): Record<string, string> {
  return { host: 'example.com', ...(type !== undefined && { 'content-type': type }) };
}

const events = {
  'API Gateway v1': (path: string, sent: FunctionRequest) => ({
    httpMethod: sent.method ?? 'POST',
    path,
    resource: '/{proxy+}',
    headers: headersOf(sent),
    multiValueHeaders: Object.fromEntries(Object.entries(headersOf(sent)).map(([name, value]) => [name, [value]])),
    requestContext: { stage: 'test', identity: { sourceIp: '203.0.113.9' } },
    ...base64(sent.body),
  }),
  'API Gateway v2 and function URLs': (path: string, sent: FunctionRequest) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: headersOf(sent),
    requestContext: { http: { method: sent.method ?? 'POST', path, sourceIp: '203.0.113.9' } },
    ...base64(sent.body),
  }),
  'an Application Load Balancer': (path: string, sent: FunctionRequest) => ({
    httpMethod: sent.method ?? 'POST',
    path,
    headers: headersOf(sent),
    queryStringParameters: {},
    requestContext: { elb: { targetGroupArn: 'arn' } },
    ...base64(sent.body),
  }),
};

interface LambdaResult {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** Parses a JSON body. With `compat: 'next'`, the body of an error is plain text. */
function parseBody(text: string): unknown {
  return /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : text;
}

function toResponse({ statusCode, body, isBase64Encoded = false }: LambdaResult): FunctionResponse {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  return { status: statusCode, body: parseBody(text) };
}

type AnyHandler = (event: unknown, context: unknown, callback?: unknown) => Promise<LambdaResult>;
/** Returns the function that such a module exports: its types are those of an ES module, and it is CommonJS. */
const configure = (module: unknown) => module as (options: object) => AnyHandler;

const adapters: Record<string, (app: Express) => AnyHandler> = {
  'serverless-http': (app) => serverlessHttp(app) as unknown as AnyHandler,
  '@codegenie/serverless-express': (app) => configure(codegenie)({ app }),
  '@vendia/serverless-express': (app) => configure(vendia)({ app }),
};

const hosts: [string, Invoke][] = Object.entries(adapters).flatMap(([name, create]) =>
  Object.entries(events).map(([kind, eventOf]): [string, Invoke] => [
    `${name}, ${kind}`,
    async (app, path, sent) => toResponse(await create(app)(eventOf(path, sent), {})),
  ]),
);

/** Creates a request as the Azure Functions runtime does: the body is a string. */
function azureRequest(path: string, sent: FunctionRequest) {
  const { body = '', method = 'POST' } = sent;
  return {
    method,
    url: `https://example.com${path}`,
    originalUrl: path,
    query: {},
    headers: headersOf(sent),
    body,
    rawBody: body,
  };
}
hosts.push([
  'serverless-http, Azure Functions',
  async (app, path, sent) => {
    const handle = serverlessHttp(app, { provider: 'azure' }) as unknown as AnyHandler;
    const request = { ...azureRequest(path, sent), url: path };
    const { status, body } = (await handle({ log: () => undefined }, request)) as unknown as {
      status: number;
      body: string;
    };
    return { status, body: parseBody(body) };
  },
]);
hosts.push([
  '@vendia/serverless-express, Azure Functions',
  async (app, path, sent) => {
    const handle = configure(vendia)({ app, eventSourceName: 'AZURE_HTTP_FUNCTION_V3' });
    return toResponse(await handle({ bindings: {}, req: azureRequest(path, sent) }, {}));
  },
]);

/** Answers with what a handler gets: `req.body`, `req.rawBody`, and the bytes that can be read from the stream. */
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
const requests: [string, FunctionRequest, FunctionResponse['body'], number?][] = [
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
  it.each(requests)('%s is parsed as by the parsers of Express', async (_kind, sent, expected, status = 200) => {
    const answer = await invoke(ours({}), path, sent);
    expect(answer).toMatchObject({ status, body: status === 200 ? { body: expected } : { type: expected } });
    expect(answer).toEqual(await invoke(byHand(), path, sent));
    compared += 1;
  });

  it.each(requests)("%s is parsed with compat: 'next'", async (_kind, sent, expected, status = 200) => {
    const app = ours({ compat: 'next', onError: () => undefined });
    const answer = await invoke(app, path, sent);
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
  ])('%s is left in the stream as in an app written by hand', async (_kind, sent) => {
    const [answer, other] = [await invoke(ours({}), path, sent), await invoke(byHand(), path, sent)];
    expect(answer.status).toBe(200);
    const { stream } = answer.body as { stream: string };
    expect(stream).toBe((other.body as { stream: string }).stream);
    compared += 1;
  });

  it.each([undefined, 'next'] as const)(
    'the raw body and the stream have all bytes, with compat: %s',
    async (compat) => {
      const app = ours({ ...(compat && { compat }) });
      const sent = { type: json, body: '{"n":1}' };
      const { body: raw } = await invoke(app, '/api/raw/7', sent);
      expect(raw).toMatchObject({ body: { n: 1 }, raw: { bytes: '{"n":1}' } });
      const { body: stream } = await invoke(app, '/api/stream/7', sent);
      expect(stream).toMatchObject({ stream: '{"n":1}' });
      compared += 2;
    },
  );
});

afterAll(() => {
  process.stderr.write(`serverless adapters: ${hosts.length} hosts, ${compared} requests as expected\n`);
});

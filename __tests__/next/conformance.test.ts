import type { OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { Request, Response } from 'express';
import { fsRoutes, FsRoutesError } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { toPosix } from '../../lib/files/to-posix.js';
import { exceptionFor, isRedirectedFirst, refusedHandlers } from '../support/next-exceptions.js';
import { listen, type RawResponse, type RawServer } from '../support/raw-request.js';
import { given, own, type Expected, type RecordedRequest } from '../support/recordings.js';
import { routeFolder } from '../support/route-folder.js';

/** The headers that are not recorded: those of Node.js, and `refresh`, which Next.js sends with every 308. */
const notRecorded = new Set(['date', 'connection', 'keep-alive', 'refresh']);

const counts = { givenRouting: 0, ownRouting: 0, refused: 0, accepted: 0, givenHandlers: 0, ownHandlers: 0 };
const exceptionCounts = new Map<string, number>();

const redirectedFirst = 'dot segments: 308 to the resolved path, which answers as recorded';

function countException(reason: string): void {
  exceptionCounts.set(reason, (exceptionCounts.get(reason) ?? 0) + 1);
}

/**
 * Serves real files whose exports come from an `import` option. They are mounted at the root, because Next.js redirects
 * `/api\\list` to a path below `/api`, and for Express it is not below `/api`.
 */
function serveFiles(files: readonly string[]): Promise<RawServer> {
  // Here, this file is folder middleware and would answer every request: see next-exceptions.ts.
  const routeFiles = files.filter((file) => !/(?:^|\/)_middleware\.\w+$/.test(file));
  const folder = routeFolder(routeFiles.map((file) => `api/${file}`));
  function importModule(absolutePath: string) {
    const file = toPosix(path.relative(path.join(folder, 'api'), absolutePath));
    return {
      default: (req: Request, res: Response) => res.setHeader('x-file', encodeURIComponent(file)).json(req.query),
    };
  }
  return listen(express().use(fsRoutes(folder, { compat: 'next', import: importModule })));
}

function pickRecorded({ status, headers, body }: RawResponse, recorded: Expected): Partial<Expected> {
  const file = headers['x-file'];
  const query: unknown = body.startsWith('{') ? JSON.parse(body) : undefined;
  const { location } = headers;
  const answer = {
    status,
    type: headers['content-type'],
    file: file && decodeURIComponent(String(file)),
    query,
    location,
  };
  return Object.fromEntries(
    Object.entries(answer).filter(([name, value]) => value !== undefined && (name in recorded || name === 'file')),
  );
}

async function replay(server: RawServer, place: string, requests: readonly RecordedRequest[]): Promise<number> {
  let identical = 0;
  for (const request of requests) {
    let response = await server.request(request.method, `/api${request.path}`);
    const reason = exceptionFor(place, request);
    if (reason !== undefined) {
      countException(reason);
      continue;
    }
    if (isRedirectedFirst(request)) {
      expect(response.status).toBe(308);
      response = await server.request(request.method, response.headers.location!);
      countException(redirectedFirst);
    } else identical += 1;
    expect({ path: request.path, ...pickRecorded(response, request.expect) }).toEqual({
      path: request.path,
      ...request.expect,
    });
  }
  return identical;
}

describe("routing as recorded, in compat: 'next'", () => {
  it.each([...given.routing, ...own.routing])('$id: $files', async ({ id, files, requests }) => {
    const server = await serveFiles(files);
    try {
      counts[given.routing.some((tree) => tree.id === id) ? 'givenRouting' : 'ownRouting'] += await replay(
        server,
        id,
        requests,
      );
    } finally {
      await server.close();
    }
  });
});

describe("trees that Next.js refuses or accepts, in compat: 'next'", () => {
  it.each(given.conflicts.filter(({ accepted }) => !accepted))('$kind is refused: $files', ({ files }) => {
    expect(() => void serveFiles(files)).toThrow(FsRoutesError);
    counts.refused += 1;
  });

  it.each(given.conflicts.filter(({ accepted, quirk }) => accepted && quirk === undefined))(
    '$kind is accepted: $files',
    async ({ files, kind, requests = [] }) => {
      const server = await serveFiles(files);
      try {
        await replay(server, kind, requests);
        counts.accepted += 1;
      } finally {
        await server.close();
      }
    },
  );
});

describe.each([
  ['given', given],
  ['own', own],
])("handlers as recorded (%s), in compat: 'next'", (name, { handlers, handlersFolder }) => {
  let server: RawServer;

  beforeAll(async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const env = { ORACLE_FROM_ENV: 'env', ORACLE_FROM_PRODUCTION: 'production', ORACLE_FROM_LOCAL: 'local' };
    Object.assign(process.env, env);
    const router = fsRoutes(handlersFolder, { compat: 'next', ignore: refusedHandlers });
    await router.ready;
    server = await listen(express().disable('x-powered-by').use('/api', router));
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  /**
   * Replaces `{etag:/path}` with the ETag that the path is answered with, and `{opaque:/path}` with the same without
   * `W/`.
   */
  async function fillIn(value: string | string[]): Promise<string | string[]> {
    if (Array.isArray(value)) return (await Promise.all(value.map(fillIn))).flat();
    let filled = value;
    for (const [all, form, path] of value.matchAll(/\{(etag|opaque):([^}]+)\}/g)) {
      const etag = (await server.request('GET', `/api${path!}`)).headers.etag ?? '';
      filled = filled.replace(all, form === 'etag' ? etag : etag.replace(/^W\//, ''));
    }
    return filled;
  }

  async function send({ method, path, headers = {}, body, bodyRepeat }: RecordedRequest): Promise<RawResponse> {
    const text = bodyRepeat && Buffer.from(bodyRepeat[0].repeat(bodyRepeat[1]));
    const content = text ?? (body === undefined ? undefined : Buffer.from(body, 'base64'));
    const filled: OutgoingHttpHeaders = {};
    for (const [name, value] of Object.entries(headers)) filled[name] = await fillIn(value);
    // Node.js sets a length by itself only for methods that usually have a body.
    if (content && filled['transfer-encoding'] === undefined) filled['content-length'] ??= content.length;
    return server.request(method, `/api${path}`, { headers: filled, body: content });
  }

  const requests = handlers
    .filter(({ recordOnly }) => !recordOnly)
    .flatMap(({ group, requests }) => requests.map((request, index) => ({ group, index, request })))
    .filter(({ group, request }) => {
      const reason = exceptionFor(group, request);
      if (reason !== undefined) countException(reason);
      return reason === undefined;
    });

  it.each(requests)('$group $index: $request.method $request.path', async ({ request }) => {
    const { expect: recorded } = request;
    let response = await send(request);
    if (isRedirectedFirst(request)) {
      expect(response.status).toBe(308);
      response = await send({ ...request, path: response.headers.location!.replace(/^\/api/, '') });
    }

    const { status, message, headers } = response;
    const names = Object.keys(recorded.headers ?? {}).filter((name) => name !== 'refresh');
    const isPage = typeof recorded.body === 'object' && 'page' in recorded.body!;
    // The answer must not have other headers than the recorded ones.
    const sent = isPage ? names : Object.keys(headers).filter((name) => !notRecorded.has(name));
    expect({ status, message, headers: Object.fromEntries(sent.map((name) => [name, headers[name]])) }).toEqual({
      status: recorded.status,
      message: recorded.message,
      headers: Object.fromEntries(names.map((name) => [name, recorded.headers![name]])),
    });
    if (typeof recorded.body === 'string') expect(response.body).toBe(recorded.body);
    if (isRedirectedFirst(request)) countException(redirectedFirst);
    else counts[name === 'given' ? 'givenHandlers' : 'ownHandlers'] += 1;
  });
});

afterAll(() => {
  const { givenRouting, ownRouting, refused, accepted, givenHandlers, ownHandlers } = counts;
  const lines = [
    `Next.js conformance on ${patternSyntax()} in compat: 'next', identical answers:`,
    `  given recordings: routing ${givenRouting}, handlers ${givenHandlers}, trees ${refused} refused and ${accepted} accepted`,
    `  own recordings:   routing ${ownRouting}, handlers ${ownHandlers}`,
    '  not compared:',
    ...[...exceptionCounts].map(([reason, count]) => `  ${String(count).padStart(4)}  ${reason}`),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
});

import type { OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { Request, Response } from 'express';
import { fsRoutes, FsRoutesError } from '../lib/index.js';
import { patternSyntax } from '../lib/route-routers.js';
import { toPosix } from '../lib/scan-routes.js';
import { listen, type RawResponse, type RawServer } from './support/raw-request.js';
import { given, type Expected, type RecordedRequest } from './support/recordings.js';
import { routeFolder } from './support/route-folder.js';

/** Node's own, and one that the recordings leave out: Next.js sends it with every 308. */
const notRecorded = new Set(['date', 'connection', 'keep-alive', 'refresh']);

const counts = { routing: 0, refused: 0, accepted: 0, handlers: 0, quirks: 0 };

/**
 * As in conformance.test.ts: real files, and what they export is not read from them. Mounted at the root,
 * because Express knows `/api\\list` for no path below `/api`, and Next.js redirects it to one.
 */
function serveNames(files: readonly string[]): Promise<RawServer> {
  const folder = routeFolder(files.map((file) => `api/${file}`));
  function importModule(absolutePath: string) {
    const file = toPosix(path.relative(path.join(folder, 'api'), absolutePath));
    return {
      default: (req: Request, res: Response) => res.setHeader('x-file', encodeURIComponent(file)).json(req.query),
    };
  }
  return listen(express().use(fsRoutes(folder, { compat: 'next', import: importModule })));
}

function answer({ status, headers, body }: RawResponse, recorded: Expected): Partial<Expected> {
  const file = headers['x-file'];
  const query: unknown = body.startsWith('{') ? JSON.parse(body) : undefined;
  const { location } = headers;
  const told = {
    status,
    type: headers['content-type'],
    file: file && decodeURIComponent(String(file)),
    query,
    location,
  };
  return Object.fromEntries(
    Object.entries(told).filter(([name, value]) => value !== undefined && (name in recorded || name === 'file')),
  );
}

async function replay(server: RawServer, requests: readonly RecordedRequest[]): Promise<number> {
  let identical = 0;
  for (const request of requests) {
    const response = await server.request(request.method, `/api${request.path}`);
    if (request.quirk !== undefined) {
      counts.quirks += 1;
      continue;
    }
    expect({ of: request.path, ...answer(response, request.expect) }).toEqual({ of: request.path, ...request.expect });
    identical += 1;
  }
  return identical;
}

describe("routing as recorded, in compat: 'next'", () => {
  it.each(given.routing)('$id: $files', async ({ files, requests }) => {
    const server = await serveNames(files);
    try {
      counts.routing += await replay(server, requests);
    } finally {
      await server.close();
    }
  });
});

describe("trees that Next.js refuses or accepts, in compat: 'next'", () => {
  it.each(given.conflicts.filter(({ accepted }) => !accepted))('$kind is refused: $files', ({ files }) => {
    expect(() => void serveNames(files)).toThrow(FsRoutesError);
    counts.refused += 1;
  });

  it.each(given.conflicts.filter(({ accepted, quirk }) => accepted && quirk === undefined))(
    '$kind is accepted: $files',
    async ({ files, requests = [] }) => {
      const server = await serveNames(files);
      try {
        await replay(server, requests);
        counts.accepted += 1;
      } finally {
        await server.close();
      }
    },
  );
});

describe("handlers as recorded, in compat: 'next'", () => {
  let server: RawServer;
  const etags = new Map<string, string>();

  beforeAll(async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    Object.assign(process.env, {
      ORACLE_FROM_ENV: 'env',
      ORACLE_FROM_PRODUCTION: 'production',
      ORACLE_FROM_LOCAL: 'local',
    });
    const router = fsRoutes(new URL('conformance/given/handlers', import.meta.url), { compat: 'next' });
    await router.ready;
    server = await listen(express().disable('x-powered-by').use('/api', router));
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  /** `{etag:/path}` stands for the ETag that the path answered before. */
  function fillIn(value: string | string[]): string | string[] {
    if (Array.isArray(value)) return value;
    return value
      .replace(/\{etag:([^}]+)\}/g, (_all, path: string) => etags.get(path)!)
      .replace(/\{opaque:([^}]+)\}/g, (_all, path: string) => etags.get(path)!.replace(/^W\//, ''));
  }

  const groups = given.handlers.filter(({ recordOnly }) => !recordOnly);
  it.each(groups.flatMap(({ group, requests }) => requests.map((request, index) => ({ group, index, ...request }))))(
    '$group $index: $method $path',
    async ({ method, path, headers = {}, body, bodyRepeat, expect: recorded }) => {
      const content = bodyRepeat
        ? Buffer.from(bodyRepeat[0].repeat(bodyRepeat[1]))
        : body === undefined
          ? undefined
          : Buffer.from(body, 'base64');
      const filled: OutgoingHttpHeaders = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, fillIn(value)]),
      );
      // Node frames a body by itself only with the methods that usually have one.
      if (content && filled['transfer-encoding'] === undefined) filled['content-length'] = content.length;
      const response = await server.request(method, `/api${path}`, { headers: filled, body: content });
      if (response.headers.etag !== undefined) etags.set(path, response.headers.etag);

      const { status, message, headers: got } = response;
      const isPage = typeof recorded.body === 'object';
      const names = Object.keys(recorded.headers ?? {});
      expect({ status, message, headers: Object.fromEntries(names.map((name) => [name, got[name]])) }).toEqual({
        status: recorded.status,
        message: recorded.message,
        headers: recorded.headers,
      });
      if (!isPage) expect(response.body).toBe(recorded.body);
      // Headers that are not recorded are not sent, either.
      const extra = Object.keys(got).filter((name) => !names.includes(name) && !notRecorded.has(name));
      if (!isPage) expect(extra).toEqual([]);
      counts.handlers += 1;
    },
  );
});

afterAll(() => {
  const { routing, refused, accepted, handlers } = counts;
  const lines = [
    `Next.js conformance on ${patternSyntax()} in compat: 'next': ${routing} recorded routing requests identical,`,
    `  ${refused} trees refused and ${accepted} accepted as recorded, ${handlers} handler answers identical`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
});

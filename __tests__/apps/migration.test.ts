import { describe, expect, it } from '@jest/globals';
import express from 'express';
import { fsRoutes, FsRoutesError, type FsRoutesOptions } from '../../lib/index.js';
import { readDocument } from '../support/markdown-app.js';
import { listen, type RawResponse, type RawServer } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

/** The guide, whose steps are tested in docs/migrate-from-next.test.ts. */
const guide = readDocument('docs/migrate-from-next.md');

/** Serves a folder with `compat: 'next'` in an app. */
async function serve(
  files: Record<string, string>,
  { mount = '/api', before, ...options }: FsRoutesOptions & { mount?: string; before?: express.RequestHandler } = {},
): Promise<{ server: RawServer; errors: unknown[] }> {
  const errors: unknown[] = [];
  const app = express();
  if (before) app.use(before);
  const onError = (error: unknown) => errors.push(error);
  app.use(mount, fsRoutes(routeFolder(files), { compat: 'next', onError, ...options }));
  return { server: await listen(app), errors };
}

async function send(server: RawServer, where: string, json?: string): Promise<RawResponse> {
  const headers = { 'content-type': 'application/json' };
  const content = json === undefined ? {} : { headers, body: Buffer.from(json) };
  return server.request(json === undefined ? 'GET' : 'POST', where, content);
}

describe('what is not possible after the migration', () => {
  it('is the edge runtime: the server does not start', () => {
    const edge = "exports.config = { runtime: 'edge' }; exports.default = () => new Response('edge');";
    const attempt = () => fsRoutes(routeFolder({ 'edge.js': edge }), { compat: 'next' });
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_BAD_CONFIG' }));
    expect(attempt).toThrow(/```text\n(.*)\n/.exec(guide)![1]!);
  });

  it.each(['revalidate', 'setDraftMode', 'setPreviewData', 'clearPreviewData'])(
    'is res.%s(): answered with 500, and reported',
    async (method) => {
      const { server, errors } = await serve({ 'a.js': `module.exports = async (req, res) => res.${method}({})` });
      const { status, body } = await send(server, '/api/a');
      await server.close();

      expect([status, body]).toEqual([500, 'Internal Server Error']);
      expect(errors).toEqual([expect.objectContaining({ code: 'FSR_NO_PAGES' })]);
      const message = `res.${method}() needs pages that Next.js renders, and this app has none.`;
      expect(String(errors[0])).toContain(message);
      if (['revalidate', 'setDraftMode'].includes(method)) expect(guide).toContain(`\n${message}\n`);
    },
  );
});

describe('what changes by the migration', () => {
  it('is that two files for one URL cause an error at start-up', () => {
    const attempt = () => fsRoutes(routeFolder(['posts.js', 'posts/index.js']), { compat: 'next' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_DUPLICATE_ROUTE' }));
  });

  it('is that `maxDuration` and `regions` have no effect', async () => {
    const config = "{ maxDuration: 1, regions: ['iad1'], runtime: 'nodejs' }";
    const { server } = await serve({
      'a.js': `exports.config = ${config}; exports.default = (q, res) => res.send('a')`,
    });
    expect((await send(server, '/api/a')).body).toBe('a');
    await server.close();
  });

  it('is req.url under a base path', async () => {
    const { server } = await serve(
      { 'a.js': 'module.exports = (req, res) => res.send(req.url)' },
      { mount: '/base/api' },
    );
    expect((await send(server, '/base/api/a?b=1')).body).toBe('/base/api/a?b=1');
    await server.close();
  });
});

describe('a body parser before the routes', () => {
  const files = {
    'json.js': 'module.exports = (req, res) => res.json(req.body)',
    'raw.js': 'exports.config = { api: { bodyParser: false } }; exports.default = (req, res) => req.pipe(res)',
  };

  it('rejects bad JSON itself, and takes the stream from a route that needs it', async () => {
    const { server, errors } = await serve(files, { before: express.json() });
    expect((await send(server, '/api/json', '{"a":1}')).body).toBe('{"a":1}');
    expect((await send(server, '/api/json', '{"a":')).message).not.toBe('Invalid JSON');
    expect((await send(server, '/api/raw', '{"a":1}')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'FSR_BODY_CONSUMED' })]);
    await server.close();
  });
});

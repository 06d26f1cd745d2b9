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

describe('a folder that was moved from Next.js', () => {
  it('does not start with a route for the edge runtime, and the guide quotes the message', () => {
    const edge = "exports.config = { runtime: 'edge' }; exports.default = () => new Response('edge');";
    const attempt = () => fsRoutes(routeFolder({ 'edge.js': edge }), { compat: 'next' });
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_BAD_CONFIG' }));
    expect(attempt).toThrow(/```text\n(.*)\n/.exec(guide)![1]!);
  });

  it.each(['revalidate', 'setDraftMode'])(
    'answers 500 if a handler calls res.%s(), and reports the message that the guide quotes',
    async (method) => {
      const { server, errors } = await serve({ 'a.js': `module.exports = async (req, res) => res.${method}({})` });
      const { status, body } = await send(server, '/api/a');
      await server.close();

      expect([status, body]).toEqual([500, 'Internal Server Error']);
      expect(errors).toEqual([expect.objectContaining({ code: 'FSR_NO_PAGES' })]);
      const message = `res.${method}() needs pages that Next.js renders, and this app has none.`;
      expect(String(errors[0])).toContain(message);
      expect(guide).toContain(`\n${message}\n`);
    },
  );

  it('does not start with two files for one URL', () => {
    const attempt = () => fsRoutes(routeFolder(['posts.js', 'posts/index.js']), { compat: 'next' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_DUPLICATE_ROUTE' }));
  });

  it('accepts `maxDuration` and `regions`, which have no effect', async () => {
    const config = "{ maxDuration: 1, regions: ['iad1'], runtime: 'nodejs' }";
    const { server } = await serve({
      'a.js': `exports.config = ${config}; exports.default = (q, res) => res.send('a')`,
    });
    expect((await send(server, '/api/a')).body).toBe('a');
    await server.close();
  });

  it('has the base path in `req.url`', async () => {
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

import http from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Router } from 'express';
import request from 'supertest';
import { explainMatch } from '../../../lib/dev/explain/explain-match.js';
import type { ExplorerData } from '../../../lib/dev/explorer/explorer-data.js';
import { explorer, type ExplorerOptions } from '../../../lib/dev/explorer/index.js';
import { buildTree } from '../../../lib/dev/explorer/page/file-tree.js';
import { fsRoutes, FsRoutesError } from '../../../lib/index.js';
import { servedFolderOf } from '../../../lib/serving/route-folder.js';
import { changeableFolder } from '../../support/changeable-folder.js';
import { eventually } from '../../support/connection.js';
import { routeFolder } from '../../support/route-folder.js';
import { createExplorerApp, exampleFiles, listen } from '../../support/explorer-app.js';

describe('explorer() throws', () => {
  const router = fsRoutes(routeFolder(['a.js']));
  const { NODE_ENV } = process.env;
  afterEach(() => void (process.env['NODE_ENV'] = NODE_ENV));

  it.each<[string, unknown, unknown, string, RegExp]>([
    ['without folders', undefined, {}, 'FSR_BAD_EXPLORER', /has no folder to show/],
    ['with an empty object', {}, {}, 'FSR_BAD_EXPLORER', /has no folder to show/],
    ['with a Router alone', router, {}, 'FSR_BAD_EXPLORER', /has no folder to show/],
    [
      'with a Router of Express',
      { '/api': express.Router() },
      {},
      'FSR_BAD_EXPLORER',
      /'\/api' is not a Router of fsRoutes/,
    ],
    ['with a path in place of a Router', { '/api': './api' }, {}, 'FSR_BAD_EXPLORER', /is not a Router of fsRoutes/],
    [
      'with a mount path without a slash at its start',
      { api: router },
      {},
      'FSR_BAD_EXPLORER',
      /'api' is not a mount path/,
    ],
    ['with an unknown option', { '/api': router }, { production: true }, 'FSR_BAD_OPTION', /no option 'production'/],
    [
      'with an option that is not a boolean',
      { '/api': router },
      { allowInProduction: 1 },
      'FSR_BAD_OPTION',
      /must be true or false/,
    ],
    ['with options that are not an object', { '/api': router }, 'yes', 'FSR_BAD_OPTION', /must be an object/],
  ])('%s', (_what, folders, options, code, message) => {
    const call = () => explorer(folders as Record<string, Router>, options as ExplorerOptions);
    expect(call).toThrow(FsRoutesError);
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });

  it('one error with everything that is wrong', () => {
    expect(() => explorer({ api: express.Router() })).toThrow(/^2 problems/);
  });

  it('in production, unless the options allow it', async () => {
    process.env['NODE_ENV'] = 'production';
    const call = () => explorer({ '/api': router });
    expect(call).toThrow(expect.objectContaining({ code: 'FSR_EXPLORER_IN_PRODUCTION' }));
    expect(call).toThrow(/if \(process\.env\.NODE_ENV !== 'production'\) app\.use/);
    const app = express().use('/_routes', explorer({ '/api': router }, { allowInProduction: true }));
    await request(app).get('/_routes').expect(200);
  });
});

describe('the explorer', () => {
  const router = fsRoutes(routeFolder(exampleFiles));
  const app = createExplorerApp({ '/api': router });

  it.each(['/_routes', '/_routes/', '/_ROUTES'])('sends the page at %s, with a policy of its own', async (url) => {
    const response = await request(app).get(url).expect(200).expect('Content-Type', /html/);
    const [, nonce] = /script-src 'nonce-([^']+)'/.exec(response.get('content-security-policy')!)!;
    expect(response.text).toContain(`<script type="module" nonce="${nonce}">`);
    expect(response.get('content-security-policy-report-only')).toBeUndefined();
    expect(response.get('x-content-type-options')).toBe('nosniff');
    expect(response.get('cache-control')).toBe('no-store');
  });

  it('uses a new nonce for each response', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => (await request(app).get('/_routes')).get('content-security-policy')),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('calls next() for other paths and methods', async () => {
    await request(app).get('/_routes/nothing').expect(404);
    await request(app).post('/_routes').expect(404);
    await request(app)
      .head('/_routes/changes')
      .expect(200)
      .expect('Content-Type', /^text\/event-stream/);
  });

  it('sends the routes with their mount path, and no absolute path of a file', async () => {
    const { body, text } = await request(app).get('/_routes/data').expect(200).expect('Cache-Control', 'no-store');
    const [folder] = (body as { folders: { mountPath: string; routes: unknown[]; problems: unknown[] }[] }).folders;
    expect(folder).toMatchObject({ mountPath: '/api', isWatched: false, problems: [] });
    expect(folder!.routes).toEqual(router.routes.map(({ absolutePath: _, ...route }) => route));
    expect(text).not.toContain('absolutePath');
  });

  it('shows the files of route groups in their folders, with the URLs that they answer', async () => {
    const grouped = fsRoutes(routeFolder(['(shop)/cart/[id].js']), { routeGroups: true });
    const { body } = await request(createExplorerApp({ '/api': grouped })).get('/_routes/data');
    const [folder] = (body as ExplorerData).folders;
    expect(folder!.routes).toMatchObject([{ file: '(shop)/cart/[id].js', path: '/cart/[id]' }]);
    expect(buildTree(folder!).children).toMatchObject([{ kind: 'folder', name: '(shop)' }]);
  });

  it.each(['', '/data', '/match', '/changes'])(
    'does not let other origins read /_routes%s, even if the app allows them',
    async (path) => {
      const response = await request(app).head(`/_routes${path}`).expect(200);
      expect(response.get('access-control-allow-origin')).toBeUndefined();
      expect(response.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  it('does not depend on the JSON settings of the app', async () => {
    const other = createExplorerApp({ '/api': router }).set('json replacer', () => 'replaced');
    expect((await request(other).get('/_routes/data')).body).toHaveProperty('folders.0.mountPath', '/api');
  });

  it.each(['/posts/7?draft=1', '', '/', '/posts/%zz', '/nothing/here', '?a=1'])(
    'explains /api%s as explainMatch does',
    async (url) => {
      const { body } = await request(app)
        .get('/_routes/match')
        .query({ method: 'GET', url: `/api${url}` });
      const explanation = explainMatch(servedFolderOf(router)!, { method: 'GET', url, mountPath: '/api' });
      expect(body).toEqual({ matches: [{ mountPath: '/api', explanation: JSON.parse(JSON.stringify(explanation)) }] });
    },
  );

  it('explains nothing for a URL that is not below a mount path', async () => {
    for (const url of ['/apis/posts', '/', 'api', ''])
      expect((await request(app).get('/_routes/match').query({ method: 'GET', url })).body).toEqual({ matches: [] });
  });

  it('explains a URL in all folders that are mounted above it, in their order', async () => {
    const inner = fsRoutes(routeFolder(['posts/[pid].js']));
    const two = createExplorerApp({ '/API/': inner, '/': router });
    const { body } = await request(two).get('/_routes/match').query({ method: 'GET', url: '/api/posts/7' });
    expect(body).toMatchObject({
      matches: [
        { mountPath: '/API', explanation: { url: '/posts/7', outcome: 'answered' } },
        { mountPath: '/', explanation: { url: '/api/posts/7', outcome: 'not-matched' } },
      ],
    });
  });
});

describe('the stream of changes', () => {
  async function openStream(origin: string): Promise<{ received: () => string; response: http.IncomingMessage }> {
    const response = await new Promise<http.IncomingMessage>((resolve) =>
      http.get(`${origin}/_routes/changes`, resolve),
    );
    let received = '';
    response.setEncoding('utf8').on('data', (text: string) => (received += text));
    response.on('error', () => undefined);
    return { received: () => received, response };
  }

  it('reports each change without buffering, and stops listening when the client disconnects', async () => {
    const folder = changeableFolder(['a.js']);
    const { origin } = await listen(createExplorerApp({ '/api': folder.router }));
    const { received, response } = await openStream(origin);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
    expect(folder.listeners()).toBe(1);
    folder.change(['b.js']);
    await eventually(() => received().includes('event: change\ndata: {}\n\n'));
    response.destroy();
    await eventually(() => folder.listeners() === 0);
  });

  it('flushes what a middleware before it would buffer', async () => {
    const folder = changeableFolder(['a.js']);
    let flushed = 0;
    const app = express().use((_req, res, next) => {
      Object.assign(res, { flush: () => (flushed += 1) });
      next();
    });
    const { origin } = await listen(app.use(createExplorerApp({ '/api': folder.router })));
    const { response } = await openStream(origin);
    folder.change(['b.js']);
    await eventually(() => flushed === 2);
    response.destroy();
  });

  it('ends when the server closes, which would wait for it', async () => {
    const folder = changeableFolder(['a.js']);
    const { origin, server } = await listen(createExplorerApp({ '/api': folder.router }));
    const { response } = await openStream(origin);
    const isClosed = new Promise<void>((resolve) => void server.close(() => resolve()));
    await isClosed;
    await eventually(() => response.complete && folder.listeners() === 0);
  });
});

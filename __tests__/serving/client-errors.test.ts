import { format } from 'node:util';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { explorer } from '../../lib/dev/explorer/index.js';
import type { FsRoutesError } from '../../lib/index.js';
import { fsRoutes } from '../../lib/index.js';
import { serveRoute } from '../../lib/testing/index.js';
import { routeFolder } from '../support/route-folder.js';

const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
beforeEach(() => {
  printed.mockClear();
});
afterAll(() => {
  printed.mockRestore();
});

/**
 * Returns what Express has printed: version 4 prints the stack, and version 5 the error. It does so in a later turn.
 */
async function printedText(): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  return printed.mock.calls.map((args) => format(...args)).join('\n');
}

/** Creates an app that prints errors as it does outside of tests. */
function createApp(): express.Express {
  return express().set('env', 'development');
}

describe('an error that a client caused', () => {
  const app = createApp().use(
    fsRoutes(
      routeFolder({
        'a.js': 'exports.POST = (req, res) => res.json(req.body)',
        '[id].js': 'module.exports = (req, res) => res.json(req.query)',
        'fails.js': 'module.exports = () => { throw new Error("ours") }',
      }),
      { bodyParser: { sizeLimit: 10 } },
    ),
  );

  it.each([
    ['a wrong method', 405, () => request(app).put('/a')],
    ['a malformed URL', 400, () => request(app).get('/%E0%A4%A')],
    ['JSON that does not parse', 400, () => request(app).post('/a').type('json').send('{"a":')],
    ['a body that is too large', 413, () => request(app).post('/a').type('text').send('x'.repeat(11))],
    ['an unknown charset', 415, () => request(app).post('/a').set('content-type', 'text/plain; charset=x').send('a')],
    ['an unknown encoding', 415, () => request(app).post('/a').type('text').set('content-encoding', 'x').send('a')],
    ['a broken encoding', 400, () => request(app).post('/a').type('text').set('content-encoding', 'gzip').send('a')],
  ])('is printed without a stack by Express: %s', async (_what, status, send) => {
    await send().expect(status);
    const text = await printedText();
    expect(text).toMatch(/^\[?\w*Error: .+/);
    expect(text).not.toMatch(/^ +at /m);
  });

  it('is not one of a handler, which is printed with its stack', async () => {
    await request(app).get('/fails').expect(500);
    expect(await printedText()).toMatch(/^Error: ours\n {4}at .*fails\.js/);
  });
});

describe('a function of this package that the app does not call', () => {
  it.each([
    ['fsRoutes', fsRoutes, "call it once, where the app starts: app.use('/api', fsRoutes('./api'))."],
    ['explorer', explorer, "call it once, where the app starts: app.use('/_routes', explorer({ '/api': routes }))."],
    ['serveRoute', serveRoute, "call it once, where the app starts: app.use(serveRoute('./api', 'posts/[pid].ts'))."],
  ])('says so in one problem: %s', async (name, uncalled, help) => {
    const errors: unknown[] = [];
    const app = createApp().use('/api', uncalled as never);
    app.use((error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      errors.push(error);
      res.status(500).end();
    });
    await request(app).get('/api').expect(500);
    const [error] = errors as [FsRoutesError];
    expect(error.problems).toEqual([
      {
        code: 'FSR_BAD_SOURCE',
        message: `The app passes ${name} to Express without calling it, so it is called with a request.`,
        help,
        files: [],
      },
    ]);
    expect(error.stack).not.toContain('find-uncalled');
  });

  it('is not an object that is passed by mistake', () => {
    expect(() => fsRoutes(express() as never)).toThrow('not the path of a folder');
    expect(() => fsRoutes({ directory: './api' } as never)).toThrow('not the path of a folder');
  });
});

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import express from 'express';
import type { Express, Router } from 'express';
import { explorer, type ExplorerOptions } from '../../lib/dev/explorer/index.js';

/** Route files of all kinds, with responses of all kinds. */
export const exampleFiles = {
  'index.js': 'module.exports = (req, res) => res.send("the index")',
  'posts/index.js': `
    exports.GET = (req, res) => res.json([1, 2]);
    exports.POST = (req, res) => res.status(201).json({ got: req.body, by: req.headers['x-by'] ?? null });`,
  'posts/[pid].js': 'module.exports = (req, res) => res.json({ query: req.query })',
  'posts/create.js': 'exports.GET = (req, res) => res.send("a form"); exports.DELETE = (req, res) => res.end()',
  'docs/[...path].js': 'exports.GET = (req, res) => res.json(req.query)',
  'team/_middleware.js': 'module.exports = (req, res, next) => next()',
  'team/inner/_middleware.js': 'module.exports = (req, res, next) => next()',
  'team/inner/[[...rest]].js': 'exports.GET = (req, res) => res.json(req.query)',
  'odd/fails.js': 'exports.GET = () => { throw new Error("out of order") }',
  'odd/moved.js': 'exports.GET = (req, res) => res.redirect("/api/posts")',
  'odd/picture.js': 'exports.GET = (req, res) => res.type("png").send(Buffer.alloc(64, 255))',
  'odd/long.js': 'exports.GET = (req, res) => res.type("text").send("x".repeat(400 * 1024))',
  'odd/endless.js': 'exports.GET = (req, res) => { res.type("text"); res.write("first"); }',
  'odd/silent.js': 'exports.GET = () => undefined; exports.config = { api: { externalResolver: true } }',
  'odd/gone.js': 'exports.GET = (req) => req.socket.destroy(); exports.config = { api: { externalResolver: true } }',
};

export interface ListeningServer {
  readonly origin: string;
  readonly server: http.Server;
}

const servers: http.Server[] = [];

export async function listen(app: Express, port = 0): Promise<ListeningServer> {
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  servers.push(server);
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Returns an app with a Content-Security-Policy of its own, and the explorer at /_routes. */
export function createExplorerApp(folders: Record<string, Router>, options?: ExplorerOptions): Express {
  const app = express();
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'none'");
    res.set('Content-Security-Policy-Report-Only', "default-src 'none'");
    res.set('Access-Control-Allow-Origin', '*');
    next();
  });
  for (const [mountPath, router] of Object.entries(folders)) app.use(mountPath, router);
  app.use('/_routes', explorer(folders, options));
  app.use(((error: Error, _req, res, _next) => {
    res.status(500).json({ error: error.message });
  }) as express.ErrorRequestHandler);
  return app;
}

afterAll(() => Promise.all(servers.map(closeServer)));

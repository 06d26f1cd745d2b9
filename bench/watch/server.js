/**
 * The server of a project. It is copied into the project: see project.js.
 *
 * @import { AddressInfo } from 'node:net'
 * @import { NextFunction, Request, Response } from 'express'
 * @import { Question } from './project.js'
 */
import express from 'express';

// Not a literal: from this folder, whose package.json is that of the benchmark, types would not resolve it.
const packageName = 'express-pages-api';
/** @type {unknown} */
const exported = await import(packageName);
const { fsRoutes } = /** @type {typeof import('../../lib/index.js')} */ (exported);

const { gc } = globalThis;
if (gc === undefined) throw new Error('Run node with --expose-gc.');

/**
 * @param {Error & { status?: number }} error
 * @param {Request} _req
 * @param {Response} res
 * @param {NextFunction} _next Express knows an error handler by its four parameters.
 */
function sendError(error, _req, res, _next) {
  res.status(error.status ?? 500).send(error.message);
}

const app = express();
const router = fsRoutes('./api', { watch: process.env['WATCH'] !== 'off' });
await router.ready;
app.use('/api', router);
app.use((_req, res) => void res.status(404).send('none'));
app.use(sendError);
const server = app.listen(0, () => {
  const { port } = /** @type {AddressInfo} */ (server.address());
  process.send?.(port);
});

process.on('message', (/** @type {Question} */ question) => {
  if (question === 'cpu') {
    process.send?.(process.cpuUsage());
    return;
  }
  for (let times = 0; times < 3; times += 1) gc();
  process.send?.(process.memoryUsage());
});

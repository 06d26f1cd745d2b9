/**
 * Serves a folder with express-file-routing itself, on Express 4, asks it the requests that it is given, and
 * prints the answers: a process of its own, because that package finds Express by its name.
 */
import http from 'node:http';
import { Module, createRequire } from 'node:module';

const [folder, requests] = [process.argv[2], JSON.parse(process.argv[3])];
const require = createRequire(import.meta.url);
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => resolve(name === 'express' ? 'express4' : name, ...rest);

const express = require('express');
const { router } = require('express-file-routing');
const app = express().use(express.json());
app.use('/', await router({ directory: folder }));
app.use((error, _req, res, _next) => res.status(error.status ?? 500).json(error.message));
const server = http.createServer(app);
await new Promise((listening) => server.listen(0, listening));

const answers = [];
for (const { method, path, body } of requests) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const init = { method, headers, body: body && JSON.stringify(body) };
  const response = await fetch(`http://localhost:${server.address().port}${path}`, init);
  const { status } = response;
  answers.push({ status, allow: response.headers.get('allow') ?? undefined, body: await response.text() });
}
process.stdout.write(JSON.stringify(answers));
server.closeAllConnections();
server.close();

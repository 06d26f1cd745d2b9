/**
 * Serves folders with express-file-routing itself, asks each the requests that it is given, and prints the
 * answers: a process of its own, because that package finds Express by its name.
 *
 * `node answer.mjs express4 '[{ "folder": …, "way": …, "requests": [{ "method", "path", "headers", "body" }] }]'`
 */
import http from 'node:http';
import { Module, createRequire } from 'node:module';

const [expressName, tasks] = [process.argv[2], JSON.parse(process.argv[3])];
const require = createRequire(import.meta.url);
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => resolve(name === 'express' ? expressName : name, ...rest);

const express = require('express');
const { createRouter, router } = require('express-file-routing');

/** Express 4 does not see a promise that rejects: the request would wait, and Node would end the process. */
let onUnhandled;
process.on('unhandledRejection', (error) => onUnhandled({ unhandled: error.message }));

async function serve({ folder, way, requests }) {
  const app = express();
  if (way.parse) app.use(express.json());
  try {
    const options = { directory: folder, routerOptions: way.options };
    if (way.wrap) await createRouter(app, options);
    else app.use(way.mount ?? '/', await router(options));
  } catch (error) {
    return requests.map(() => ({ fails: error.message }));
  }
  app.use((error, _req, res, _next) => res.status(error.status ?? 500).json(error.message));
  const server = http.createServer(app);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const answers = [];
  for (const request of requests) answers.push(await ask(server.address().port, request));
  server.closeAllConnections();
  server.close();
  return answers;
}

function ask(port, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    onUnhandled = resolve;
    const request = http.request({ port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.setTimeout(5_000, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on('error', reject);
    request.end(body);
  });
}

const answers = [];
for (const task of tasks) answers.push(await serve(task));
process.stdout.write(JSON.stringify(answers));

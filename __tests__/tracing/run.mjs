/**
 * Runs an app under each tool, in a process of its own, and prints what the tool saw: lines of JSON.
 *
 *     node run.mjs express-5             all tools
 *     node run.mjs express-4 sentry.cjs  one of them
 */
import { spawn } from 'node:child_process';
import { installPackage } from './install-package.mjs';

/** By file of `tools/`: `.cjs` is required before the app, `.mjs` is imported by a flag of Node. */
const runs = [
  'none.cjs',
  'express-prom-bundle.cjs',
  'opentelemetry.cjs',
  'opentelemetry.mjs',
  'opentelemetry-without-middleware.cjs',
  'sentry.cjs',
  'sentry.mjs',
  'dd-trace.cjs',
  'dd-trace.mjs',
  'newrelic.cjs',
  'newrelic.mjs',
  // What lists of routes hold, without a tool and with one.
  'none.cjs lists',
  'opentelemetry.cjs lists',
  // A start-up that is traced.
  'opentelemetry.cjs startup',
  'sentry.cjs startup',
  'dd-trace.cjs startup',
  'newrelic.cjs startup',
];
const atOnce = 2;
const runLimit = 50_000;

const here = new URL('.', import.meta.url);
const [expressFolder = 'express-5', ...wanted] = process.argv.slice(2);
// Express 4 has no such channel.
if (expressFolder === 'express-5') runs.push('late-subscriber.cjs');

function argumentsFor(tool) {
  if (tool.endsWith('.cjs')) return ['start.cjs', `tools/${tool}`, expressFolder];
  return ['--import', new URL(`tools/${tool}`, here).href, `${expressFolder}/app.mjs`];
}

/** Without settings of the tools that this machine may have. */
function environment() {
  const isOfTools = ([name]) => /^(DD|NEW_RELIC|OTEL|SENTRY)_/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !isOfTools(entry)));
}

function start(run) {
  const [tool, observe = 'requests'] = run.split(' ');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argumentsFor(tool), {
      cwd: here,
      env: { ...environment(), RUN: run, OBSERVE: observe },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: runLimit,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('close', (code) => {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      process.stdout.write(`${JSON.stringify({ run, code, stderr })}\n`);
      resolve();
    });
  });
}

async function startOneByOne(queue) {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) await start(run);
}

installPackage(expressFolder);
const queue = wanted.length > 0 ? wanted : runs;
await Promise.all(Array.from({ length: atOnce }, () => startOneByOne(queue)));

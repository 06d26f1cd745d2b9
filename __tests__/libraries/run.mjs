/**
 * Takes each library through a full flow against its routes under `api/`, and prints a line for each:
 *
 *     node --import tsx run.mjs express4               this package on an Express, by its name in package.json
 *     node run.mjs --url http://127.0.0.1:3001         whatever serves `api/` there, started with environment.mjs
 *     node run-next.mjs                                Next.js itself, the measure
 *
 * This folder is a Next.js project as its starter makes them (ES module syntax, no `"type"` in
 * package.json), and the routes are those of the libraries' documentation for Next.js.
 */
import { environment } from './environment.mjs';
import { startUpstream } from './flows/upstream.mjs';
import { runFlows } from './run-flows.mjs';
import { startExpress } from './start-express.mjs';

const runLimit = 55_000;
/** The other server has to know beforehand where its proxy leads. */
const knownUpstream = 'http://127.0.0.1:3199';

async function runExpress(expressName) {
  const upstream = await startUpstream();
  const setEnvironment = (base) => Object.assign(process.env, environment(base, upstream.address));
  const { base, version, close } = await startExpress(expressName, setEnvironment);
  process.stdout.write(`express ${version}\n`);
  const isFine = await runFlows(base);
  close();
  upstream.close();
  return isFine;
}

async function runUrl(base) {
  Object.assign(process.env, environment(base, knownUpstream));
  const upstream = await startUpstream(new URL(knownUpstream).port);
  const isFine = await runFlows(base);
  upstream.close();
  return isFine;
}

function abort() {
  process.stdout.write(`run: FAIL no end within ${runLimit / 1000} seconds\n`);
  process.exit(1);
}

setTimeout(abort, runLimit).unref();
const [target = 'express', url] = process.argv.slice(2);
const isFine = await (target === '--url' ? runUrl(url) : runExpress(target));
process.exitCode = isFine ? 0 : 1;

import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A folder where `express-pages-api` is installed beside the wanted Express. The package is a copy: a
 * link would be followed, and the package would find the Express of its own checkout.
 */
function installInto(folder, expressName) {
  const modules = path.join(folder, 'node_modules');
  const copy = path.join(modules, 'express-pages-api');
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

  fs.mkdirSync(copy, { recursive: true });
  fs.copyFileSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  fs.cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true, dereference: true });
  link(path.join(here, 'node_modules', expressName), path.join(modules, 'express'));
  for (const name of Object.keys(manifest.dependencies)) {
    link(path.join(root, 'node_modules', name), path.join(modules, name));
  }
  return copy;
}

function link(target, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.symlinkSync(target, file, 'junction');
}

async function load(copy) {
  const manifest = JSON.parse(fs.readFileSync(path.join(copy, 'package.json'), 'utf8'));
  const entry = path.join(copy, manifest.exports['.'].import.default);
  // Resolved from the package: the Express that serves the app is the one that `fsRoutes` builds on.
  const require = createRequire(entry);
  const { fsRoutes } = await import(pathToFileURL(entry).href);
  return { fsRoutes, express: require('express'), version: require('express/package.json').version };
}

/** Listens before the routes load: some of them want to know their own address. */
async function listen() {
  const server = http.createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return { server, base: `http://127.0.0.1:${server.address().port}` };
}

export async function startExpress(expressName, setEnvironment) {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'express-pages-api-libraries-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  const { fsRoutes, express, version } = await load(installInto(folder, expressName));
  const { server, base } = await listen();
  setEnvironment(base);

  const app = express();
  const router = fsRoutes(path.join(here, 'api'), { compat: 'next' });
  app.use('/api', router);
  server.on('request', app);
  await router.ready;

  return {
    base,
    version,
    close() {
      // Of api/socket.js: it pings its clients until it is closed.
      server.io?.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isExpress4 = 'query' in express;

/** An app around the folder `api`, with an error handler that sends the client what it may know. */
const app = `
import express from 'express';
import { fsRoutes } from 'express-pages-api';

export async function start(options) {
  const app = express();
  const router = fsRoutes('./api', { watch: true, ...options });
  app.use('/api', router);
  app.use((req, res) => res.status(404).send('none'));
  app.use((error, req, res, next) => res.status(error.status ?? 500).send(error.expose ? error.message : 'hidden'));
  await router.ready.catch(() => undefined);
  const server = await new Promise((resolve) => {
    const server = app.listen(0, () => resolve(server));
  });
  const stop = async () => {
    await router.close();
    server.close();
    server.closeAllConnections();
  };
  return { port: server.address().port, stop };
}
`;

/** Serves one project, until the first message. */
export const ownServer = `${app}
const { port, stop } = await start(JSON.parse(process.env.OPTIONS));
process.send(port);
process.once('message', async () => {
  await stop();
  process.disconnect();
});
`;

/** Serves the projects that messages name. */
const sharedServer = `${app}
const served = new Map();
process.on('message', async ({ folder, options }) => {
  try {
    const stop = served.get(folder);
    if (stop) {
      served.delete(folder);
      await stop();
      return process.send({ folder });
    }
    process.chdir(folder);
    console.error('serving ' + folder);
    const server = await start(options);
    served.set(folder, server.stop);
    process.send({ folder, port: server.port });
  } catch (error) {
    process.send({ folder, failure: error.message });
  }
});
`;

let workspace: string | undefined;

/** Returns the folder of all projects of a test file, in which the package is installed. */
export function findWorkspace(): string {
  if (workspace !== undefined) return workspace;
  workspace = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watched-projects-')));
  fs.writeFileSync(path.join(workspace, 'server.mjs'), sharedServer);
  install(workspace);
  return workspace;
}

/**
 * Copies what is built, so that the package imports the packages that are installed beside it: Express 4 or 5.
 *
 * @param installedExpress the Express to install; that of the tests by default
 */
export function install(
  folder: string,
  installedExpress: 'express' | 'express4' = isExpress4 ? 'express4' : 'express',
): void {
  const modules = path.join(folder, 'node_modules');
  const own = path.join(modules, 'express-pages-api');
  fs.mkdirSync(own, { recursive: true });
  fs.copyFileSync(path.join(root, 'package.json'), path.join(own, 'package.json'));
  fs.cpSync(path.join(root, 'dist'), path.join(own, 'dist'), { recursive: true });
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const link = (name: string, installed: string) =>
    fs.symlinkSync(path.join(root, 'node_modules', installed), path.join(modules, name), 'junction');
  for (const name of [...Object.keys(dependencies), 'tsx']) link(name, name);
  link('express', installedExpress);
}

export function removeWorkspace(): void {
  if (workspace !== undefined) fs.rmSync(workspace, { recursive: true, force: true });
}

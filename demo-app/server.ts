import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, explorerPath } from './app.js';
import { openDatabase } from './db/open-database.js';
import { startExternalService } from './external-service.js';
import { curlLines, firstLinks } from './index-page.js';
import { PostStore } from './post-store.js';

const { env } = process;
// `PORT=` counts as unset.
const port = env['PORT'] === undefined || env['PORT'] === '' ? '3000' : env['PORT'];

const starting = startApp();
// Listening is quick and opening the database is slow. A port that is taken is reported at once, and an early request
// waits for the app.
const server = createServer((req, res) => void starting.then(({ app }) => void app(req, res)));
try {
  await once(server.listen(Number(port)), 'listening');
} catch (error) {
  console.error(explainListenError(error));
  process.exit(1);
}
const { data, close } = await starting;

const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
console.log(`The demo is at ${origin}\nData: ${data}\n`);
const explorerAt = explorerPath(env);
if (explorerAt !== undefined) console.log(`The explorer of its routes: ${origin}${explorerAt}\n`);
console.log(['Try it:', ...firstLinks(origin, '/api'), ...curlLines(origin, '/api')].join('\n  '));

const signals = ['SIGINT', 'SIGTERM'] as const;
for (const signal of signals) process.on(signal, stop);

/** Stops the server when pending requests have been answered. A second signal ends the process at once. */
function stop(): void {
  for (const signal of signals) process.off(signal, stop);
  server.close(() => void close());
}

async function startApp() {
  const database = await openDatabase();
  const apiKey = randomUUID();
  const external = await startExternalService(apiKey);
  const app = await createApp({
    posts: new PostStore(database.db),
    quotes: { url: external.url, apiKey, timeoutMs: 2000 },
    env,
  });
  async function close(): Promise<void> {
    external.close();
    await database.close();
  }
  return { app, data: database.description, close };
}

function explainListenError(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const help = 'Choose another with the environment variable PORT: PORT=3001 npm start';
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. ${help}`;
  if (code === 'EACCES') return `Port ${port} needs special permissions. ${help}`;
  if (code === 'ERR_SOCKET_BAD_PORT') return `PORT=${port} is not a port. A port is a number from 0 to 65535. ${help}`;
  return String(error);
}

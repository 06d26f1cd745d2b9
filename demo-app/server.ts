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
const port = env['PORT'] || '3000';

const starting = startApp();
// To listen takes no time and to open the database does: so a taken port is known at once, and a request that
// comes early waits.
const server = createServer((req, res) => void starting.then(({ app }) => void app(req, res)));
try {
  await once(server.listen(Number(port)), 'listening');
} catch (error) {
  console.error(whyNot(error));
  process.exit(1);
}
const { data, close } = await starting;

const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
console.log(`The demo is at ${origin}\nData: ${data}\n`);
const explorerAt = explorerPath(env);
if (explorerAt !== undefined) console.log(`Its routes, to look at and to try: ${origin}${explorerAt}\n`);
console.log(['Try it:', ...firstLinks(origin, '/api'), ...curlLines(origin, '/api')].join('\n  '));

const signals = ['SIGINT', 'SIGTERM'] as const;
for (const signal of signals) process.on(signal, stop);

/** Requests under way are answered first. A second signal ends the process at once. */
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

function whyNot(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const help = 'Choose another with the variable PORT, as in: PORT=3001 npm start';
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. ${help}`;
  if (code === 'EACCES') return `Port ${port} is not for programs without special rights. ${help}`;
  if (code === 'ERR_SOCKET_BAD_PORT') return `PORT=${port} is no port: a port is a number from 0 to 65535. ${help}`;
  return String(error);
}

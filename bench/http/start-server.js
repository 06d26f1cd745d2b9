import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('server.js', import.meta.url));

/** @returns {Promise<{ name: string, origin: string, close: () => void }>} */
export async function startServer(contender, setting) {
  const child = fork(script, [JSON.stringify({ contender, ...setting })], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const port = await Promise.race([
    once(child, 'message').then(([message]) => message.port),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The server of ${contender} ended with ${code}.`))),
  ]);
  return { name: contender, origin: `http://127.0.0.1:${port}`, close: () => child.kill() };
}

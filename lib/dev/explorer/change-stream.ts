import type { Request, Response } from 'express';
import type { MountedFolder } from './check-arguments.js';
import { restrictToSameOrigin } from './send-answer.js';

/** The time in milliseconds between two comments. Proxies close connections that are silent for long. */
const heartbeatMs = 20_000;

/** The time in milliseconds between two checks of whether the server is closing. */
const closeCheckMs = 500;

/**
 * Sends the page a server-sent event for every change, until the page is closed.
 *
 * An app that shuts down gracefully waits for its open responses. This response would never end, so it ends as soon as
 * the server no longer listens.
 */
export function streamChanges(mounted: readonly MountedFolder[], req: Request, res: Response): void {
  restrictToSameOrigin(res);
  res.set({
    'Content-Type': 'text/event-stream',
    // `no-transform` and `X-Accel-Buffering` keep compression and proxies from buffering the events.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
    // Otherwise a server that closes would wait five seconds for another request on the connection.
    Connection: 'close',
  });
  if (req.method === 'HEAD') return void res.end();
  const send = (text: string): void => {
    res.write(text);
    // The compression middleware adds this method.
    (res as { flush?: () => void }).flush?.();
  };
  send(': changes of the route folders\n\n');
  const unsubscribe = mounted.map(({ folder }) => folder.onChange(() => send('event: change\ndata: {}\n\n')));
  const heartbeatTimer = setInterval(send, heartbeatMs, ': heartbeat\n\n').unref();
  const wasListening = isListening(req);
  const closeCheckTimer = setInterval(() => wasListening && !isListening(req) && res.end(), closeCheckMs).unref();
  res.once('close', () => {
    clearInterval(heartbeatTimer);
    clearInterval(closeCheckTimer);
    for (const stop of unsubscribe) stop();
  });
}

/** Returns `true` if the server of a request accepts new connections. Node.js has the server on each socket. */
function isListening(req: Request): boolean {
  const server = Reflect.get(req.socket, 'server') as { listening?: boolean } | undefined;
  return server?.listening === true;
}

import type { Request, Response } from 'express';
import type { MountedFolder } from './check-arguments.js';
import { restrictToSameOrigin } from './send.js';

/** Proxies close what is silent for long: a comment every 20 seconds. */
const heartbeatMs = 20_000;

/** How often it is looked whether the server wants to close: twice a second. */
const closeCheckMs = 500;

/**
 * Tells the page of every change, for as long as the page is open: server-sent events.
 *
 * An app that shuts down cleanly waits for its open responses. This one would never end, so it ends itself
 * once the server no longer listens.
 */
export function streamChanges(mounted: readonly MountedFolder[], req: Request, res: Response): void {
  restrictToSameOrigin(res);
  res.set({
    'Content-Type': 'text/event-stream',
    // no-transform and X-Accel-Buffering: neither compression nor a proxy may hold back what is sent.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
    // A server that closes would wait five seconds for another request.
    Connection: 'close',
  });
  if (req.method === 'HEAD') return void res.end();
  const send = (text: string): void => {
    res.write(text);
    (res as { flush?: () => void }).flush?.();
  };
  send(': these are the changes of the route folders\n\n');
  const unsubscribe = mounted.map(({ folder }) => folder.onChange(() => send('event: change\ndata: {}\n\n')));
  const heartbeatTimer = setInterval(send, heartbeatMs, ': still here\n\n').unref();
  const wasListening = isListening(req);
  const closeCheckTimer = setInterval(() => wasListening && !isListening(req) && res.end(), closeCheckMs).unref();
  res.once('close', () => {
    clearInterval(heartbeatTimer);
    clearInterval(closeCheckTimer);
    for (const stop of unsubscribe) stop();
  });
}

/** Whether the server takes new connections; Node's sockets know theirs. */
function isListening(req: Request): boolean {
  const server = Reflect.get(req.socket, 'server') as { listening?: boolean } | undefined;
  return server?.listening === true;
}

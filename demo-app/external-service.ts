import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const quotes = [
  { quote: 'The most dangerous phrase is: we have always done it this way.', by: 'Grace Hopper' },
  { quote: 'We can only see a short distance ahead.', by: 'Alan Turing' },
  { quote: 'Simplicity is prerequisite for reliability.', by: 'Edsger W. Dijkstra' },
];

export interface ExternalService {
  readonly url: string;
  close(): void;
}

/**
 * Starts a second server that plays an external service: it requires a key, and sends more than clients should see. It
 * listens on a free port of this machine only.
 */
export async function startExternalService(apiKey: string): Promise<ExternalService> {
  let served = 0;
  const server = createServer((req, res) => {
    const isKnown = req.headers.authorization === `Bearer ${apiKey}`;
    const answer = isKnown ? { ...quotes[served++ % quotes.length], internalId: served } : { error: 'Which key?' };
    res.writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

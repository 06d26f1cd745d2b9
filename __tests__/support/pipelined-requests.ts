import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface PipelinedRequest {
  readonly method: string;
  /** The request target as it is sent, with one byte for each character. */
  readonly target: string;
}

export interface PipelinedResponse {
  readonly status: number;
  /** The headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A listening app for tests with thousands of requests: most are sent without waiting for the response before. */
export interface PipelinedServer {
  /**
   * Sends requests without a body, and returns the responses in the same order. Redirects are not followed.
   */
  requestAll(requests: readonly PipelinedRequest[]): Promise<PipelinedResponse[]>;
  close(): Promise<void>;
}

export async function listenForPipelines(app: Express): Promise<PipelinedServer> {
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let connection = new PipelinedConnection(port);
  return {
    async requestAll(requests) {
      const responses: PipelinedResponse[] = [];
      for (const batch of batchesOf(requests)) {
        if (connection.isClosed) connection = new PipelinedConnection(port);
        const received = await connection.send(batch.map(({ request }) => request));
        for (const [position, { index }] of batch.entries()) responses[index] = received[position]!;
      }
      return responses;
    },
    close: async () => {
      connection.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The number of requests that are sent at once. */
const batchSize = 100;

/**
 * Returns the requests in batches. A target that Node.js may refuse is alone in its batch, because then the other
 * requests of the connection get no response.
 */
function batchesOf(requests: readonly PipelinedRequest[]) {
  const indexed = requests.map((request, index) => ({ request, index }));
  const isPlain = ({ request }: { request: PipelinedRequest }): boolean => /^\/[!-~]*$/.test(request.target);
  const plain = indexed.filter(isPlain);
  const batches = indexed.filter((one) => !isPlain(one)).map((one) => [one]);
  for (let start = 0; start < plain.length; start += batchSize) batches.push(plain.slice(start, start + batchSize));
  return batches;
}

class PipelinedConnection {
  readonly #socket: net.Socket;
  #received = '';
  isClosed = false;
  #onChange: () => void = () => undefined;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
    this.#socket.on('data', (text: string) => {
      this.#received += text;
      this.#onChange();
    });
    this.#socket.on('close', () => {
      this.isClosed = true;
      this.#onChange();
    });
  }

  /** Sends all requests at once, and waits for the responses. */
  async send(requests: readonly PipelinedRequest[]): Promise<PipelinedResponse[]> {
    const lines = requests.map(({ method, target }) => `${method} ${target} HTTP/1.1\r\nhost: a\r\n\r\n`);
    this.#socket.write(lines.join(''), 'latin1');
    const responses: PipelinedResponse[] = [];
    return new Promise((resolve, reject) => {
      this.#onChange = () => {
        for (const { method } of requests.slice(responses.length)) {
          const response = readResponse(this.#received, method);
          if (!response) break;
          this.#received = this.#received.slice(response.length);
          responses.push(response);
        }
        // Node.js closes the connection after a request that it refuses.
        if (responses.at(-1)?.headers['connection'] === 'close') this.isClosed = true;
        if (responses.length === requests.length) resolve(responses);
        else if (this.isClosed) reject(new Error(`There was no response to ${requests[responses.length]!.target}`));
      };
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/**
 * Reads the first response of a text, or returns `undefined` if the text does not have the whole of it. A response in
 * chunks is not read: `send` rejects when the server closes the idle connection.
 */
function readResponse(text: string, method: string): (PipelinedResponse & { readonly length: number }) | undefined {
  const headLength = text.indexOf('\r\n\r\n') + 4;
  if (headLength < 4) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headLength - 4).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  if ('transfer-encoding' in headers) return undefined;
  const bodyLength = method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0);
  const length = headLength + bodyLength;
  return text.length < length ? undefined : { status: Number(statusLine.split(' ')[1]), headers, length };
}

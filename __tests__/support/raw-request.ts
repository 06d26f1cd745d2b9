import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface Content {
  readonly headers?: http.OutgoingHttpHeaders | undefined;
  readonly body?: Buffer | undefined;
}

export interface RawResponse {
  readonly status: number;
  readonly message: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A listening app with a client that sends paths as they are, and does not normalize them. */
export interface RawServer {
  request(method: string, path: string, content?: Content): Promise<RawResponse>;
  close(): Promise<void>;
}

export async function listen(app: Express): Promise<RawServer> {
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    request: (method, path, { headers = {}, body } = {}) =>
      send({ method, path, port, agent, headers, host: '127.0.0.1' }, body),
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function send(options: http.RequestOptions, content?: Buffer): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        const { statusCode: status = 0, statusMessage: message = '', headers } = response;
        resolve({ status, message, headers, body });
      });
    });
    request.on('error', reject);
    request.end(content);
  });
}

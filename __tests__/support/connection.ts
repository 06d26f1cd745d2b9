import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Express } from 'express';

/** A client that may do what no HTTP library does: lie about lengths, stop half-way, go away. */
export class Connection {
  readonly #socket: net.Socket;
  /** All that came so far. */
  received = '';
  isClosed = false;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    this.#socket.on('error', () => undefined).on('close', () => (this.isClosed = true));
  }

  /** Lines of a request's head, without the empty one at the end. */
  head(...lines: readonly string[]): this {
    return this.write([...lines, 'host: a', '', ''].join('\r\n'));
  }

  write(content: string | Buffer): this {
    this.#socket.write(content);
    return this;
  }

  /** Whether the socket took the content without asking to wait. */
  offer(content: Buffer): boolean {
    return this.#socket.write(content);
  }

  /** Goes away without a word. */
  destroy(): void {
    this.#socket.resetAndDestroy();
  }

  /** Says that nothing more will come, and listens on. */
  end(): void {
    this.#socket.end();
  }

  async until(pattern: RegExp): Promise<string> {
    await eventually(() => pattern.test(this.received) || this.isClosed);
    return this.received;
  }
}

export interface ListeningApp {
  connect(): Connection;
  /** How many connections the server has open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function listenForConnections(app: Express): Promise<ListeningApp> {
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened: Connection[] = [];
  return {
    connect() {
      const connection = new Connection(port);
      opened.push(connection);
      return connection;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => {
          if (error) reject(error);
          else resolve(count);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const connection of opened) connection.destroy();
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Waits until something holds, and not for long. */
export async function eventually(holds: () => boolean | Promise<boolean>, milliseconds = 3000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await setTimeout(5);
  }
}

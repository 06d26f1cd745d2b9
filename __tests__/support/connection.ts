import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Express } from 'express';

/** A client that can do what no HTTP library does: send a wrong length, stop half-way, disconnect. */
export class Connection {
  readonly #socket: net.Socket;
  /** The text received so far. */
  received = '';
  isClosed = false;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    this.#socket.on('error', () => undefined).on('close', () => (this.isClosed = true));
  }

  /** Sends the head of a request: the given lines, a `host`, and an empty line. */
  head(...lines: readonly string[]): this {
    return this.write([...lines, 'host: a', '', ''].join('\r\n'));
  }

  write(content: string | Buffer): this {
    this.#socket.write(content);
    return this;
  }

  /** Writes to the socket. Returns `false` if the socket is full and asks to wait. */
  offer(content: Buffer): boolean {
    return this.#socket.write(content);
  }

  /** Resets the connection. */
  destroy(): void {
    this.#socket.resetAndDestroy();
  }

  /** Ends the side of the client. It still receives. */
  end(): void {
    this.#socket.end();
  }

  /** Waits for a match in the received text, or for the end of the connection. Returns the text. */
  async until(pattern: RegExp): Promise<string> {
    await eventually(() => pattern.test(this.received) || this.isClosed);
    return this.received;
  }
}

export interface ListeningApp {
  readonly port: number;
  connect(): Connection;
  /** Returns the number of open connections. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function listenForConnections(app: Express): Promise<ListeningApp> {
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened: Connection[] = [];
  return {
    port,
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

/** Waits until the condition holds. Throws after the timeout. */
export async function eventually(holds: () => boolean | Promise<boolean>, timeoutMs = 3000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await setTimeout(5);
  }
}

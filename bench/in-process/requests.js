import http from 'node:http';
import net from 'node:net';

/** Requests that are under way at the same time. Each batch waits for one turn of the event loop at least. */
export const batchSize = 16;

// A keep-alive connection has one socket for many requests.
const socket = new net.Socket();
const rawHeaders = ['Host', 'localhost:3000', 'User-Agent', 'bench', 'Accept', '*/*', 'Connection', 'keep-alive'];

/** How many different values of parameters there are. */
const saltCount = 7;

/**
 * The URLs of one kind, one after the other, spread evenly over the tree however few are taken: steps of
 * the golden ratio leave no stretch of the tree out. Each is a fresh string, as an HTTP parser makes it;
 * V8 keeps a hash, and what `split` returned, with a string that it has seen before.
 */
export class UrlWalk {
  #bytes;
  #ends;
  #step;
  #index = 0;

  /** @param {readonly ((salt: string) => string)[]} urlsOfRoutes */
  constructor(urlsOfRoutes) {
    const count = urlsOfRoutes.length;
    const urls = Array.from({ length: count * saltCount }, (_, index) =>
      urlsOfRoutes[index % count](`k${(index * 7919 + 13).toString(36)}`),
    );
    this.#bytes = Buffer.from(urls.join(''));
    this.#ends = [0];
    for (const url of urls) this.#ends.push(this.#ends.at(-1) + url.length);
    this.#step = coprimeNear(urls.length * 0.6180339887, urls.length);
  }

  next() {
    const url = this.#bytes.latin1Slice(this.#ends[this.#index], this.#ends[this.#index + 1]);
    this.#index = (this.#index + this.#step) % (this.#ends.length - 1);
    return url;
  }
}

/** @param {number} wanted @param {number} count */
function coprimeNear(wanted, count) {
  let step = Math.max(1, Math.round(wanted));
  while (divisor(step, count) !== 1) step += 1;
  return step;
}

/** @param {number} a @param {number} b @returns {number} */
function divisor(a, b) {
  return b === 0 ? a : divisor(b, a % b);
}

/** @param {string} url */
export function createExchange(url) {
  const req = new http.IncomingMessage(socket);
  req.method = 'GET';
  req.url = url;
  req.httpVersionMajor = 1;
  req.httpVersionMinor = 1;
  req.httpVersion = '1.1';
  req.rawHeaders = rawHeaders;
  return { req, res: new http.ServerResponse(req) };
}

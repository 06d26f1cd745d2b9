import http from 'node:http';
import net from 'node:net';

/**
 * The number of requests that are pending at the same time. Each batch waits for at least one turn of the event loop.
 */
export const batchSize = 16;

// A keep-alive connection has one socket for many requests.
const socket = new net.Socket();
const rawHeaders = ['Host', 'localhost:3000', 'User-Agent', 'bench', 'Accept', '*/*', 'Connection', 'keep-alive'];

/** The number of different values that params have. */
const saltCount = 7;

/**
 * An endless walk over the URLs of one kind. It is spread evenly over the tree however few URLs are taken, because
 * steps of the golden ratio skip no stretch of the tree. Each URL is a fresh string, as an HTTP parser makes it: V8
 * keeps a hash, and what `split` returned, with a string that it has seen before.
 */
export class UrlWalk {
  #bytes;
  /** The offset at which each URL ends. */
  #ends;
  #step;
  #index = 0;

  /** @param {readonly ((salt: string) => string)[]} urlsOfRoutes */
  constructor(urlsOfRoutes) {
    const salts = Array.from({ length: saltCount }, (_, index) => index);
    const urls = salts.flatMap((salt) =>
      urlsOfRoutes.map((urlOf, index) => {
        const number = (salt * urlsOfRoutes.length + index) * 7919 + 13;
        return urlOf(`k${number.toString(36)}`);
      }),
    );
    this.#bytes = Buffer.from(urls.join(''));
    let end = 0;
    this.#ends = [end, ...urls.map((url) => (end += url.length))];
    this.#step = coprimeNear(urls.length * 0.6180339887, urls.length);
  }

  /** Returns the next URL. */
  next() {
    const url = this.#bytes.toString('latin1', this.#ends[this.#index], this.#ends[this.#index + 1]);
    this.#index = (this.#index + this.#step) % (this.#ends.length - 1);
    return url;
  }
}

/**
 * Returns the first number from `wanted` on that has no divisor in common with `count`.
 *
 * @param {number} wanted
 * @param {number} count
 */
function coprimeNear(wanted, count) {
  let step = Math.max(1, Math.round(wanted));
  while (greatestCommonDivisor(step, count) !== 1) step += 1;
  return step;
}

/**
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Creates a request that Node.js has parsed, and its response, without a connection.
 *
 * @param {string} url
 */
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

/**
 * Waits for a turn of the event loop.
 *
 * @returns {Promise<void>}
 */
export function nextTurn() {
  return new Promise((resolve) => setImmediate(resolve));
}

import { isIPv4 } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { printable } from '../../reporting/printable.js';
import { sendText } from './send.js';

/** A name, an IPv4 address, or an IPv6 address in brackets; a request may add a port. */
const hostPattern = /^(?:(?<name>(?:[\w-]+\.)*[\w-]+)\.?|(?<address>\[[\da-f:.]+\]))(?<port>:\d*)?$/;

/** Returns a host in the form in which hosts are compared, or `undefined` where it is none. */
export function parseHost(text: string): { readonly name: string; readonly hasPort: boolean } | undefined {
  const { name, address, port } = hostPattern.exec(text.toLowerCase())?.groups ?? {};
  const found = name ?? address;
  return found === undefined ? undefined : { name: found, hasPort: port !== undefined };
}

/**
 * Refuses requests for hosts other than this machine's own and those that are allowed. A page of another origin
 * can have its own name lead to this machine (DNS rebinding); the browser then takes our answers for its own,
 * and only the host of the request tells.
 *
 * @param allowedHosts names without ports
 */
export function checkHost(allowedHosts: readonly string[]): RequestHandler {
  const allowed = new Set(allowedHosts.map((text) => parseHost(text)?.name));
  const isAllowed = (text: string): boolean => {
    const name = parseHost(text)?.name;
    return name !== undefined && (isLoopback(name) || allowed.has(name));
  };
  return function checkExplorerHost(req, res, next) {
    const hosts = findHosts(req);
    const refused = hosts.length === 0 ? '' : hosts.find((text) => !isAllowed(text));
    if (refused === undefined) next();
    else sendText(res.status(403), refusalText(refused));
  };
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  return isIPv4(name) && name.startsWith('127.');
}

/** All hosts that a request names: `Host`, `:authority` of HTTP/2, and that of a whole URL in place of a path. */
function findHosts({ headers, rawHeaders, originalUrl }: Request): string[] {
  const sent = rawHeaders.filter((_value, index) => index % 2 === 1 && isHostHeader(rawHeaders[index - 1]!));
  // Adapters of serverless platforms may leave the raw headers empty.
  const known = [headers.host, headers[':authority'] as string | undefined].filter((text) => text !== undefined);
  const [, ofUrl] = /^[a-z][\w+.-]*:\/\/([^/?#]*)/i.exec(originalUrl) ?? [];
  return [...new Set([...sent, ...known, ...(ofUrl === undefined ? [] : [ofUrl])])];
}

function isHostHeader(name: string): boolean {
  return /^(?:host|:authority)$/i.test(name);
}

function refusalText(refused: string): string {
  if (refused === '') return 'The explorer answers no request that does not name its host.\n';
  const name = printable(refused.length > 100 ? `${refused.slice(0, 100)}…` : refused);
  return `The explorer does not answer requests for the host '${name}'. If it is yours, add it, without a port, to the option 'allowedHosts' of explorer().\n`;
}

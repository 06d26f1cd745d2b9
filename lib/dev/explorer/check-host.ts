import { isIPv4 } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { printable } from '../../reporting/printable.js';
import { sendText } from './send-answer.js';

/** Matches a name, an IPv4 address, or an IPv6 address in brackets, each with an optional port. */
const hostPattern = /^(?:(?<name>(?:[\w-]+\.)*[\w-]+)\.?|(?<address>\[[\da-f:.]+\]))(?<port>:\d*)?$/;

/** Returns a host in the form in which hosts are compared, or `undefined` if the text is not a host. */
export function parseHost(text: string): { readonly name: string; readonly hasPort: boolean } | undefined {
  const { name, address, port } = hostPattern.exec(text.toLowerCase())?.groups ?? {};
  const hostName = name ?? address;
  return hostName === undefined ? undefined : { name: hostName, hasPort: port !== undefined };
}

/**
 * Refuses requests for hosts other than this machine's own and the allowed ones, with 403. A page of another origin
 * can point its own host name at this machine (DNS rebinding). The browser then lets the page read our responses, and
 * only the host of the request shows that.
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

/** Returns all hosts that a request names: `Host`, `:authority` of HTTP/2, and the host of an absolute request URL. */
function findHosts({ headers, rawHeaders, originalUrl }: Request): string[] {
  const sent = rawHeaders.flatMap((name, index) => {
    return index % 2 === 0 && isHostHeader(name) ? rawHeaders.slice(index + 1, index + 2) : [];
  });
  // Adapters of serverless platforms may leave the raw headers empty.
  const parsed = [headers.host, headers[':authority'] as string | undefined].filter((text) => text !== undefined);
  const [, urlHost] = /^[a-z][\w+.-]*:\/\/([^/?#]*)/i.exec(originalUrl) ?? [];
  return [...new Set([...sent, ...parsed, ...(urlHost === undefined ? [] : [urlHost])])];
}

function isHostHeader(name: string): boolean {
  return /^(?:host|:authority)$/i.test(name);
}

function refusalText(refused: string): string {
  if (refused === '') return 'The explorer does not answer requests without a Host header.\n';
  const name = printable(refused.length > 100 ? `${refused.slice(0, 100)}…` : refused);
  return `The explorer does not answer requests for the host '${name}'. If the host is yours, add it to the option 'allowedHosts' of explorer(), without a port.\n`;
}

import bytes from 'bytes';
import { isRecord } from '../reporting/inspect-value.js';
import type { RouteConfig, Size } from '../types/index.js';

/** How a route wants its body. */
export interface BodySettings {
  /** Whether it is parsed at all. */
  readonly parse: boolean;
  /** The largest body, in bytes, after inflating. */
  readonly limitBytes: number;
  /** The limit as it was written, for messages. */
  readonly limitText: string;
  /** Whether the route wants the bytes, too. */
  readonly keepRaw: boolean;
}

export const defaultBodySettings: BodySettings = {
  parse: true,
  limitBytes: 1024 * 1024,
  limitText: '1mb',
  keepRaw: false,
};

/** What a route says about its body, and for the rest what its tree says. */
export function resolveBodySettings({ api }: RouteConfig, tree: BodySettings): BodySettings {
  if (!api) return tree;
  const { bodyParser, rawBody = false } = api;
  return { ...applyBodyParser(bodyParser, tree), keepRaw: rawBody };
}

/** `true`, `false` or `{ sizeLimit }`, checked before. */
export function applyBodyParser(
  bodyParser: boolean | { readonly sizeLimit?: Size | undefined } | undefined,
  base: BodySettings,
): BodySettings {
  if (typeof bodyParser !== 'object') return { ...base, parse: bodyParser ?? base.parse };
  const { sizeLimit } = bodyParser;
  // As in Next.js, an empty limit is the default one.
  if (!sizeLimit) return { ...base, parse: true };
  return { ...base, parse: true, limitBytes: bytes.parse(sizeLimit)!, limitText: String(sizeLimit) };
}

/** `true`, `false` or `{ sizeLimit }`. */
export function isBodyParser(value: unknown): boolean {
  return isBoolean(value) || (isRecord(value) && (value['sizeLimit'] === undefined || isSize(value['sizeLimit'])));
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Stricter than bytes.parse, which takes '10MiB' for 10 bytes. */
export function isSize(value: unknown): boolean {
  if (typeof value === 'string') return /^\d+(?:\.\d+)?\s*(?:[kmgtp]?b)?$/i.test(value);
  return typeof value === 'number' && value >= 0;
}

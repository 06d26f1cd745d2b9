import bytes from 'bytes';
import { isRecord } from '../reporting/inspect-value.js';
import type { RouteConfig, Size } from '../types/index.js';

/** The settings for reading the body of a request. */
export interface BodySettings {
  /** Is `false` if handlers get the body as a stream. */
  readonly parse: boolean;
  /** The size of the largest body that is read, after inflating. With `compat: 'next'`, nothing is inflated. */
  readonly limitBytes: number;
  /** The limit as the user wrote it, for messages: `4mb`. */
  readonly limitText: string;
  /** Is `true` if `req.rawBody` gets the bytes. */
  readonly keepRaw: boolean;
}

export const defaultBodySettings: BodySettings = {
  parse: true,
  limitBytes: 1024 * 1024,
  limitText: '1mb',
  keepRaw: false,
};

/**
 * Returns the settings of a route: those of its `config.api`, and otherwise the defaults.
 *
 * @param defaults the settings of the route folder
 */
export function resolveBodySettings({ api }: RouteConfig, defaults: BodySettings): BodySettings {
  if (!api) return defaults;
  const { bodyParser, rawBody = false } = api;
  return { ...applyBodyParser(bodyParser, defaults), keepRaw: rawBody };
}

/**
 * Returns settings to which a `bodyParser` option or setting has been applied.
 *
 * @param bodyParser a value for which `isBodyParser` returned `true`
 */
export function applyBodyParser(
  bodyParser: boolean | { readonly sizeLimit?: Size | undefined } | undefined,
  base: BodySettings,
): BodySettings {
  if (typeof bodyParser !== 'object') return { ...base, parse: bodyParser ?? base.parse };
  const { sizeLimit } = bodyParser;
  const limitBytes = sizeLimit ? bytes.parse(sizeLimit) : null;
  // As in Next.js, an empty limit means the default.
  if (limitBytes === null) return { ...base, parse: true };
  return { ...base, parse: true, limitBytes, limitText: String(sizeLimit) };
}

/** Returns `true` if a value is a boolean or `{ sizeLimit }`. */
export function isBodyParser(value: unknown): boolean {
  return isBoolean(value) || (isRecord(value) && (value['sizeLimit'] === undefined || isSize(value['sizeLimit'])));
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Returns `true` if a value is a size. It is stricter than `bytes.parse`, which reads '10MiB' as 10 bytes. */
export function isSize(value: unknown): boolean {
  if (typeof value === 'string') return /^\d+(?:\.\d+)?\s*(?:[kmgtp]?b)?$/i.test(value);
  return typeof value === 'number' && value >= 0;
}

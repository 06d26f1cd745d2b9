import bytes from 'bytes';
import { isRecord } from '../reporting/inspect-value.js';
import type { RouteConfig, Size } from '../types/index.js';

/** The settings with which the body of a request is read. */
export interface BodySettings {
  /** Is `false` if handlers get the body as a stream. */
  readonly parse: boolean;
  /** The largest body that is read, after inflating. */
  readonly limitBytes: number;
  /** The limit as the user wrote it, for messages. */
  readonly limitText: string;
  /** Is `true` if the bytes are kept on `req.rawBody`. */
  readonly keepRaw: boolean;
}

export const defaultBodySettings: BodySettings = {
  parse: true,
  limitBytes: 1024 * 1024,
  limitText: '1mb',
  keepRaw: false,
};

/** Returns the settings of a route: its own `config.api`, with those of the route folder as defaults. */
export function resolveBodySettings({ api }: RouteConfig, defaults: BodySettings): BodySettings {
  if (!api) return defaults;
  const { bodyParser, rawBody = false } = api;
  return { ...applyBodyParser(bodyParser, defaults), keepRaw: rawBody };
}

/** Applies a `bodyParser` option or setting, which has passed `isBodyParser`, to other settings. */
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

/** Returns whether a value is `true`, `false` or `{ sizeLimit }`. */
export function isBodyParser(value: unknown): boolean {
  return isBoolean(value) || (isRecord(value) && (value['sizeLimit'] === undefined || isSize(value['sizeLimit'])));
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Returns whether a value is a size. Stricter than `bytes.parse`, which reads '10MiB' as 10 bytes. */
export function isSize(value: unknown): boolean {
  if (typeof value === 'string') return /^\d+(?:\.\d+)?\s*(?:[kmgtp]?b)?$/i.test(value);
  return typeof value === 'number' && value >= 0;
}

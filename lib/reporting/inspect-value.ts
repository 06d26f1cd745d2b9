/** A plain look at values of unknown origin: what user code exported. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value's property, where values of its kind have any. */
export function property(value: unknown, name: string): unknown {
  return isRecord(value) || typeof value === 'function' ? (value as Record<string, unknown>)[name] : undefined;
}

/** Whether a value is a promise of whatever kind: `await` would call its `then`. Throws what a getter of `then` throws. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const canHaveThen = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canHaveThen && typeof (value as { readonly then?: unknown }).then === 'function';
}

/** For messages: `null`, `an array`, `a value of type number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`;
}

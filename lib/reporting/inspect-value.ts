// Checks of values that user code exported or passed.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a property of an object or function, and `undefined` for any other value. */
export function property(value: unknown, name: string): unknown {
  return isRecord(value) || typeof value === 'function' ? (value as Record<string, unknown>)[name] : undefined;
}

/**
 * Returns `true` if a value is a promise of any kind, that is, if `await` would call its `then`. Throws if `then` is a
 * getter that throws.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const canHaveThen = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canHaveThen && typeof (value as { readonly then?: unknown }).then === 'function';
}

/** Describes the kind of a value in a message: `null`, `an array`, `an object`, `a value of type number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`;
}

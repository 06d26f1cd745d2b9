/** A plain look at values of unknown origin: what user code exported. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value's property, where values of its kind have any. */
export function property(value: unknown, name: string): unknown {
  return isRecord(value) || typeof value === 'function' ? (value as Record<string, unknown>)[name] : undefined;
}

/** For messages: `null`, `an array`, `a value of type number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`;
}

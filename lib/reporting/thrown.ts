/**
 * Returns the message of a thrown value. If it has none, returns its name and code, or the value as a string. It never
 * throws and never returns an empty string: any value can be thrown, and its properties may be getters that throw.
 */
export function messageOf(thrown: unknown): string {
  const names = [stringProperty(thrown, 'name'), stringProperty(thrown, 'code')].filter((text) => text !== '');
  return (
    toText(readProperty(thrown, 'message') ?? '') || names.join(' ') || toText(thrown) || 'a value without a message'
  );
}

/** Converts a value to a string. Returns an empty string for an object without a `toString` of its own. */
function toText(value: unknown): string {
  try {
    const text = String(value).trim();
    return text.startsWith('[object ') ? '' : text;
  } catch {
    return '';
  }
}

/** Returns a property of a thrown value if it is a string and reading it does not throw; otherwise an empty string. */
export function stringProperty(thrown: unknown, name: string): string {
  const value = readProperty(thrown, name);
  return typeof value === 'string' ? value : '';
}

function readProperty(thrown: unknown, name: string): unknown {
  if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) return undefined;
  try {
    return Reflect.get(thrown, name) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Returns what whatever was thrown says about itself. Never throws, and never returns an empty text: JavaScript
 * lets anything be thrown, and its properties may be getters that throw.
 */
export function messageOf(thrown: unknown): string {
  const names = [stringProperty(thrown, 'name'), stringProperty(thrown, 'code')].filter((text) => text !== '');
  return (
    toText(readProperty(thrown, 'message') ?? '') || names.join(' ') || toText(thrown) || 'something that has no text'
  );
}

/** Returns an empty text for what has none. */
function toText(value: unknown): string {
  try {
    const text = String(value).trim();
    return text.startsWith('[object ') ? '' : text;
  } catch {
    return '';
  }
}

/** Returns a property of whatever was thrown, if it is a text and can be read; else an empty text. */
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

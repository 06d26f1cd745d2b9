/**
 * Sets an own property of an object, whatever property it has before: `req.query` is a getter on the prototype in
 * Express 5, an own value in Express 4, and in many Express 5 apps an own value that the app made non-configurable. A
 * property that can neither be defined nor assigned keeps its value.
 *
 * @returns a function that restores the original property
 */
export function replaceProperty(object: object, name: string, value: unknown): () => void {
  const original = Object.getOwnPropertyDescriptor(object, name);
  if (original?.configurable === false || original?.writable) {
    const originalValue: unknown = Reflect.get(object, name);
    Reflect.set(object, name, value);
    return () => void Reflect.set(object, name, originalValue);
  }
  Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
  return () => {
    if (original) Object.defineProperty(object, name, original);
    else Reflect.deleteProperty(object, name);
  };
}

/**
 * Sets a property of an object's own, and returns what puts back the one that was there: Express 5 has
 * `req.query` on the prototype, Express 4 as a value of the request's own, and apps on Express 5 often as
 * a value that they defined themselves and that cannot be defined again. One that cannot be set either stays.
 */
export function replaceProperty(object: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name);
  if (before?.configurable === false || before?.writable) {
    const valueBefore: unknown = Reflect.get(object, name);
    Reflect.set(object, name, value);
    return () => void Reflect.set(object, name, valueBefore);
  }
  Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
  return () => {
    if (before) Object.defineProperty(object, name, before);
    else Reflect.deleteProperty(object, name);
  };
}

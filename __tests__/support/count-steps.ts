/** What code that searches has to call: methods of texts, patterns and collections, and the steps of `for … of`. */
const prototypes = [
  String.prototype,
  RegExp.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  Object.getPrototypeOf([].values()),
  Object.getPrototypeOf(new Map().values()),
  Object.getPrototypeOf(new Set().values()),
] as object[];

/** Counts the calls of built-in methods while `work` runs: a measure of work that does not depend on the machine. */
export function countSteps(work: () => unknown): number {
  let steps = 0;
  const undo: (() => void)[] = [];
  for (const prototype of prototypes) {
    for (const key of Reflect.ownKeys(prototype)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key)!;
      const original: unknown = descriptor.value;
      if (typeof original !== 'function' || key === 'constructor') continue;
      const { apply } = Reflect;
      const counted = function (this: unknown, ...args: unknown[]): unknown {
        steps += 1;
        return apply(original, this, args);
      };
      undo[undo.length] = () => Reflect.defineProperty(prototype, key, descriptor);
      Reflect.defineProperty(prototype, key, { ...descriptor, value: counted });
    }
  }
  try {
    work();
    return steps;
  } finally {
    for (let index = 0; index < undo.length; index += 1) undo[index]!();
  }
}

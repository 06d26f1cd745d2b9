/**
 * The prototypes whose methods a search calls: of strings, patterns and collections, and the iterators of `for … of`.
 */
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

/** Returns the number of calls of built-in methods while `work` runs. It measures work, whatever the machine. */
export function countSteps(work: () => unknown): number {
  let steps = 0;
  const restores: (() => void)[] = [];
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
      restores.push(() => Reflect.defineProperty(prototype, key, descriptor));
      Reflect.defineProperty(prototype, key, { ...descriptor, value: counted });
    }
  }
  try {
    // What wrapped the methods has called some of them.
    steps = 0;
    work();
    return steps;
  } finally {
    for (const restore of restores) restore();
  }
}

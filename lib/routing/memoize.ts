/** Caches the results of a function by its argument. In a large tree, the same names occur many times. */
export function memoize<A, R>(compute: (argument: A) => R): (argument: A) => R {
  const known = new Map<A, R>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) known.set(argument, (result = compute(argument)));
    return result;
  };
}

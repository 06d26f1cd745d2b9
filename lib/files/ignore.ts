import { Ignore } from 'glob';
import { memoize } from '../routing/memoize.js';

/**
 * Creates a function that returns `true` if an entry of a route folder matches the `ignore` option. A glob without a
 * slash, apart from one at its end, applies at any depth; any other is relative to the route folder. Brackets have no
 * special meaning, because names of route files have them.
 *
 * @returns a function that takes an entry's relative path, with `/`, and its name. The caller skips the entries of an
 *   ignored folder.
 */
export function createIgnore(ignore: readonly string[]): (file: string, name: string) => boolean {
  const globs = ignore.map((written) => written.replace(/\/$/, '').replace(/[[\]]/g, '[$&]'));
  const forNames = globs.filter((glob) => !glob.includes('/')).flatMap((glob) => compile(`**/${glob}`));
  const forPaths = globs
    .filter((glob) => glob.includes('/'))
    .flatMap((glob) => compile(rootName + glob.replace(/^\.?\//, '')));
  // Comparing the last part takes half the time of `match`, which compares whole paths.
  const parts = forNames.flatMap(({ set }) => set.flatMap((path) => path.slice(-1)));
  const isNameIgnored = memoize((name: string) => {
    return parts.some((part) =>
      typeof part === 'object' ? part.test(name) : part === name || typeof part === 'symbol',
    );
  });
  return (file, name) => isNameIgnored(name) || forPaths.some((pattern) => pattern.match(rootName + file));
}

/** The name of the route folder in paths, because glob refuses the path `.`. */
const rootName = '-/';

/** Compiles a glob once, however often folders are scanned. */
const compile = memoize((glob: string) => {
  // Not by its method `ignored`, for which a glob such as `*/**` also matches the file `a.js`.
  return new Ignore([glob], {}).relative;
});

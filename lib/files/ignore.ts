import { Ignore } from 'glob';
import { memoize } from '../routing/memoize.js';

/**
 * Tells which entries of a route folder the `ignore` option means. A glob without a slash holds at any
 * depth (one at its end does not count), any other from the route folder on. Brackets are brackets, as in
 * every other name of a route folder.
 *
 * @returns a function of an entry's path, relative and with `/`, and its name; what lies below an ignored
 * folder is not asked about
 */
export function createIgnore(ignore: readonly string[]): (file: string, name: string) => boolean {
  const globs = ignore.map((written) => written.replace(/\/$/, '').replace(/[[\]]/g, '[$&]'));
  const forNames = globs.filter((glob) => !glob.includes('/')).flatMap((glob) => compile(`**/${glob}`));
  const forPaths = globs
    .filter((glob) => glob.includes('/'))
    .flatMap((glob) => compile(rootName + glob.replace(/^\.?\//, '')));
  // To match the last part takes half of the time that `match` takes, which is for whole paths.
  const parts = forNames.flatMap(({ set }) => set.map((path) => path.at(-1)!));
  const isNameIgnored = memoize((name: string) => {
    return parts.some((part) =>
      typeof part === 'object' ? part.test(name) : part === name || typeof part === 'symbol',
    );
  });
  return (file, name) => isNameIgnored(name) || forPaths.some((pattern) => pattern.match(rootName + file));
}

/** Stands for the route folder, because glob refuses a path that is nothing but `.`. */
const rootName = '-/';

/** Compiles a glob once, however often folders are scanned. */
const compile = memoize((glob: string) => {
  // Not for its method `ignored`, to which a file `a.js` is in the folder of a glob such as `*/**`.
  return new Ignore([glob], {}).relative;
});

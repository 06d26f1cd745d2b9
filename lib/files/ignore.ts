import { Minimatch } from 'minimatch';
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
  const patterns = ignore.map((written) => written.replace(/\/$/, '').replace(/[[\]]/g, '[$&]'));
  const forNames = patterns.filter((pattern) => !pattern.includes('/')).map(compile);
  const forPaths = patterns.filter((pattern) => pattern.includes('/')).map(compile);
  const isNameIgnored = memoize((name: string) => forNames.some((pattern) => pattern.match(name)));
  return (file, name) => isNameIgnored(name) || forPaths.some((pattern) => pattern.match(file));
}

function compile(pattern: string): Minimatch {
  return new Minimatch(pattern.replace(/^\.?\//, ''), { dot: true, nocomment: true, nonegate: true });
}

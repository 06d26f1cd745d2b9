import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Import } from './import-hook.js';
import { isInstalled, parseImports } from './parse-imports.js';

/** The files that each file imports, by real path. */
export type ImportMap = ReadonlyMap<string, ReadonlySet<string>>;

const { cache } = createRequire(__filename);

/** The number of files that are read before requests get their turn. */
const filesPerTurn = 50;

/**
 * The graph of imports between files, without installed packages. It combines three sources, because none of them sees
 * all imports: the hooks of Node.js, `require.cache`, and the text of the file.
 */
export class ModuleGraph {
  private readonly parsed = new Map<string, readonly string[]>();
  private readonly observed = new Map<string, Set<string>>();

  addImport({ from, to }: Import): void {
    const known = this.observed.get(from);
    if (known) known.add(to);
    else this.observed.set(from, new Set([to]));
  }

  /** Makes the text of a file be read again. Call it if the file, or a file that its imports may mean, has changed. */
  invalidate(file: string): void {
    this.parsed.delete(file);
  }

  /**
   * Returns the given files and all files that they import, directly or not, each with its own imports.
   *
   * @param isEnd returns `true` if the imports of a file do not matter
   */
  async reachableFrom(files: Iterable<string>, isEnd: (file: string) => boolean = () => false): Promise<ImportMap> {
    const found = new Map<string, ReadonlySet<string>>();
    const queue = [...files];
    let read = 0;
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (found.has(file)) continue;
      if (!this.parsed.has(file) && ++read % filesPerTurn === 0) await setImmediate();
      const imports = isEnd(file) ? noImports : this.importsOf(file);
      found.set(file, imports);
      for (const imported of imports) if (!found.has(imported)) queue.push(imported);
    }
    return found;
  }

  private importsOf(file: string): ReadonlySet<string> {
    // A file that cannot be read may be missing only for a moment, so nothing is stored for it.
    const parsed = this.parsed.get(file) ?? parseImports(file);
    if (parsed) this.parsed.set(file, parsed);
    const observed = this.observed.get(file);
    const required = childrenOf(file).filter((name) => !isInstalled(name));
    if (!parsed?.length && !observed && required.length === 0) return noImports;
    return new Set([...(parsed ?? []), ...(observed ?? []), ...required]);
  }
}

/** Returns the number of files that `require()` has loaded. */
export function requiredCount(): number {
  return Object.keys(cache).length;
}

/**
 * Returns the files that a module has required. A JSON file that an ES module imports is in the cache without children.
 */
function childrenOf(file: string): string[] {
  const children = cache[file]?.children as readonly Partial<NodeJS.Module>[] | undefined;
  return children?.flatMap(({ filename }) => filename ?? []) ?? [];
}

const noImports: ReadonlySet<string> = new Set();

/** Returns the given files and all files that import them, directly or not. */
export function importersOf(files: Iterable<string>, imports: ImportMap): Set<string> {
  const importers = new Map<string, string[]>();
  for (const [file, imported] of imports) {
    for (const target of imported) {
      const known = importers.get(target);
      if (known) known.push(file);
      else importers.set(target, [file]);
    }
  }
  return reachable(files, importers);
}

/** Returns the given files and all files that can be reached from them. */
export function reachable(files: Iterable<string>, next: ReadonlyMap<string, Iterable<string>>): Set<string> {
  const found = new Set<string>();
  const queue = [...files];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    queue.push(...(next.get(file) ?? []));
  }
  return found;
}

import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Import } from './import-hook.js';
import { isInstalled, parseImports } from './parse-imports.js';

/** Which file imports which, by their real paths. */
export type ImportMap = ReadonlyMap<string, ReadonlySet<string>>;

const { cache } = createRequire(__filename);

/** After so many files that had to be read, requests get their turn. */
const filesPerTurn = 50;

/**
 * The files that import each other, installed packages aside. What is known of an import comes from three
 * places, because none sees all: Node's hooks, `require.cache`, and the text of the file.
 */
export class ModuleGraph {
  private readonly parsed = new Map<string, readonly string[]>();
  private readonly observed = new Map<string, Set<string>>();

  addImport({ from, to }: Import): void {
    const known = this.observed.get(from);
    if (known) known.add(to);
    else this.observed.set(from, new Set([to]));
  }

  /** The file has changed, or files beside it: its text is read again. */
  invalidate(file: string): void {
    this.parsed.delete(file);
  }

  /**
   * All files that the given ones lead to, they themselves among them, each with what it imports.
   *
   * @param isEnd whether what a file imports is of no matter
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
    // Not remembered of a file that cannot be read: it may be missing for a moment only.
    const written = this.parsed.get(file) ?? parseImports(file);
    if (written) this.parsed.set(file, written);
    const noticed = this.observed.get(file);
    const required = childrenOf(file).filter((name) => !isInstalled(name));
    if (!written?.length && !noticed && required.length === 0) return noImports;
    return new Set([...(written ?? []), ...(noticed ?? []), ...required]);
  }
}

/** How many files `require()` has loaded. */
export function requiredCount(): number {
  return Object.keys(cache).length;
}

/** What a module has required. Data that an ES module imports is in the cache, too, with neither of the two. */
function childrenOf(file: string): string[] {
  const children = cache[file]?.children as readonly Partial<NodeJS.Module>[] | undefined;
  return children?.flatMap(({ filename }) => filename ?? []) ?? [];
}

const noImports: ReadonlySet<string> = new Set();

/** The given files and all that import them, at first or second hand. */
export function importersOf(files: Iterable<string>, imports: ImportMap): Set<string> {
  const importers = new Map<string, string[]>();
  for (const [file, imported] of imports) {
    for (const one of imported) {
      const known = importers.get(one);
      if (known) known.push(file);
      else importers.set(one, [file]);
    }
  }
  return reachable(files, importers);
}

/** The given files and all that they lead to, one after the other. */
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

import { fileOf, versionedUrl } from './versioned-url.js';

/** As of Node's `resolve` hooks: where an import leads to. */
export interface Resolved {
  readonly url: string;
}

/** One file imports another. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

export interface ImportContext {
  readonly parentURL?: string | undefined;
  /** Has `require` where `require()` asks. */
  readonly conditions?: readonly string[] | undefined;
}

/** What is done to imports once they are resolved. */
export class ImportHook {
  private readonly reported = new Set<string>();

  /**
   * @param versions of files that are to be loaded again
   * @param report called once for each import, however often it is made
   */
  constructor(
    private readonly versions: ReadonlyMap<string, number>,
    private readonly report: (imported: Import) => void,
  ) {}

  /**
   * Leads an import to the newest version of the file. What `require()` asks for is left alone, because it knows
   * files and no URLs: those are taken out of its cache.
   */
  toNewestVersion<R extends Resolved>(resolved: R, { parentURL, conditions }: ImportContext): R {
    const to = fileOf(resolved.url);
    if (to === undefined) return resolved;
    const from = parentURL === undefined ? undefined : fileOf(parentURL);
    if (from !== undefined && from !== to) this.reportOnce({ from, to });
    if (conditions?.includes('require')) return resolved;
    return { ...resolved, url: versionedUrl(resolved.url, this.versions.get(to)) };
  }

  private reportOnce(imported: Import): void {
    const key = `${imported.from}\n${imported.to}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.report(imported);
  }
}

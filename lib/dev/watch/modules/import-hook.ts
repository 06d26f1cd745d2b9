import { fileOf, versionedUrl } from './versioned-url.js';

/** The result of a `resolve` hook of Node.js. */
export interface Resolved {
  readonly url: string;
}

/** An import of one file by another. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

export interface ImportContext {
  readonly parentURL?: string | undefined;
  /** The export conditions, which include `require` for a call of `require()`. */
  readonly conditions?: readonly string[] | undefined;
}

/** A hook that is called with each import after Node.js has resolved it. */
export class ImportHook {
  private readonly reported = new Set<string>();

  /**
   * Creates a hook for use in `resolve` hooks of Node.js.
   *
   * @param versions the versions of files that are to be loaded again
   * @param report called once for each pair of files, however often one imports the other
   */
  constructor(
    private readonly versions: ReadonlyMap<string, number>,
    private readonly report: (imported: Import) => void,
  ) {}

  /**
   * Returns the import with the URL of the newest version of the file. Leaves calls of `require()` as they are, because
   * they use paths instead of URLs: `raiseVersions` removes those files from `require.cache`.
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

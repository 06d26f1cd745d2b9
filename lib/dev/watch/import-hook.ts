import { fileOf, versionedUrl } from './module-versions.js';

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

/**
 * What is done to an import once it is resolved: notices it, and leads it to the newest version of the file.
 * What `require()` asks for is left alone, because it knows files and no URLs: those are taken out of its cache.
 */
export function leadImport<R extends Resolved>(
  resolved: R,
  { parentURL, conditions }: ImportContext,
  versions: ReadonlyMap<string, number>,
  notice: (imported: Import) => void,
): R {
  const to = fileOf(resolved.url);
  if (to === undefined) return resolved;
  const from = parentURL === undefined ? undefined : fileOf(parentURL);
  if (from !== undefined && from !== to) notice({ from, to });
  if (conditions?.includes('require')) return resolved;
  return { ...resolved, url: versionedUrl(resolved.url, versions.get(to)) };
}

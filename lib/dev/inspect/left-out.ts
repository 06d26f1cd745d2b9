import path from 'node:path';
import { createIgnore } from '../../files/ignore.js';
import { scanRoutes } from '../../files/scan-routes.js';
import { toPosix } from '../../files/to-posix.js';
import { extensionOf, routeNames } from '../../files/walk-folder.js';
import { builtName } from '../../routing/built-names.js';
import { codeExtension } from '../../routing/code-extension.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteFile } from '../../types/index.js';

/** A file that looks like a route file and is not served. */
export interface LeftOutFile extends RouteFile {
  /** The reason, such as "left out by the glob `.*` of `ignore`". */
  readonly reason: string;
  /** The file, or the folder of it for which the reason holds. */
  readonly place: string;
  /** Is `true` unless such a file is nearly always left out on purpose, as a helper or a test is. */
  readonly isNotable: boolean;
}

/** A file or folder that is perhaps a slip, and perhaps not. */
export interface Note {
  readonly file: string;
  readonly reason: string;
}

/** The folders that are not read. They have no routes, and many files. */
const neverRead = ['node_modules', '.git'];

/** Finds the files of a folder that look like route files and are not served. Reads the disk again. */
export function findLeftOut({ directory, settings, routes, problems }: RouteFolder): LeftOutFile[] {
  const { folders, middlewareFiles } = scanRoutes(directory, { ...settings, ignore: neverRead });
  const served = new Set([...routes, ...middlewareFiles].map(({ file }) => file));
  const reported = new Set(problems.flatMap(({ files }) => files));
  const findReason = createReasonFinder(settings);
  const leftOut: LeftOutFile[] = [];
  for (const [folder, entries = []] of folders) {
    for (const { name } of entries.filter((entry) => !entry.isDirectory())) {
      const absolutePath = path.join(folder, name);
      const file = toPosix(path.relative(directory, absolutePath));
      const extension = extensionOf(name, settings.extensions) ?? codeExtension.exec(name)?.[0];
      const reason = extension === undefined || served.has(file) ? undefined : findReason(file, extension);
      if (extension === undefined || !reason) continue;
      const names = routeNames(file, extension).map((part) => builtName(part) ?? part);
      leftOut.push({ file, absolutePath, names, ...reason, isNotable: reason.isNotable && !reported.has(file) });
    }
  }
  return leftOut.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Returns what may be a slip in a folder, but is not reported as a problem, because it is as often meant. */
export function findNotes(folder: RouteFolder): Note[] {
  const byPlace = new Map<string, Note>();
  for (const { place, reason, isNotable } of findLeftOut(folder)) {
    if (isNotable) byPlace.set(place, { file: place, reason });
  }
  return [...byPlace.values(), ...nestedApi(folder)];
}

/** Notes a folder `api` whose routes would be at `/api/api`, if the route folder is mounted at `/api`. */
function nestedApi({ directory, routes, settings }: RouteFolder): Note[] {
  const nested = ['api', 'pages/api'].find((place) => routes.some(({ file }) => file.startsWith(`${place}/`)));
  if (nested === undefined || !settings.conventions.reportsSlips) return [];
  const isWhole = path.basename(directory) === 'api' || routes.every(({ file }) => file.startsWith(`${nested}/`));
  const reason = `its routes have URLs such as /api/${nested}/… if this folder is mounted at /api. If they should not, pass that folder to fsRoutes, or move its files up`;
  return isWhole ? [{ file: nested, reason }] : [];
}

type Reason = Pick<LeftOutFile, 'reason' | 'place' | 'isNotable'>;

function createReasonFinder({ ignore, extensions, conventions }: RouteFolder['settings']) {
  const globs = ignore.map((glob) => ({ glob, matches: createIgnore([glob]) }));
  const isNotableExtension = conventions.reportsSlips && extensions === conventions.defaults.extensions;
  return function findReason(file: string, extension: string): Reason | undefined {
    const parts = file.split('/');
    for (const [index, name] of parts.entries()) {
      const place = parts.slice(0, index + 1).join('/');
      const found = globs.find(({ matches }) => matches(place, name));
      if (!found) continue;
      // Routes are nearly as likely as what a tool keeps there. Files such as `.eslintrc.cjs` are those of tools.
      const isNotable = conventions.reportsSlips && name.startsWith('.') && !/rc\.[^.]+$/.test(name);
      return { reason: `left out by the glob \`${found.glob}\` of \`ignore\``, place, isNotable };
    }
    if (extensions.includes(extension)) return undefined;
    const list = extensions.join(' ');
    return {
      reason: `left out because its extension \`${extension}\` is not one of the \`extensions\` (${list})`,
      place: file,
      isNotable: isNotableExtension,
    };
  };
}

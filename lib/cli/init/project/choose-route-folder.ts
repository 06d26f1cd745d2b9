import fs from 'node:fs';
import path from 'node:path';
import { scanRoutes } from '../../../files/scan-routes.js';
import { toPosix } from '../../../files/to-posix.js';
import { resolveOptions } from '../../../options.js';
import { createRouteTable } from '../../../routing/route-table.js';
import type { RouteFile } from '../../../types/index.js';
import type { Problem } from '../../../types/problem.js';
import type { Unclear } from '../plan.js';
import { stringContent, tokenize } from '../text/tokenize.js';
import { exportsHandler } from './exports-handler.js';
import type { Entry } from './find-entry.js';
import type { Project } from './read-project.js';
import { sourceFiles } from './source-files.js';

/** The folder for route files, next to the entry. */
export interface RouteFolderChoice {
  /** The path of the folder, relative to the folder of the entry and with `/`. */
  readonly folder: string;
  /** The number of route files that the folder already has. */
  readonly routeFiles: number;
  /** The reason why the folder is not `api`. */
  readonly reason?: string;
}

/**
 * Chooses `api`, or `pages/api` if `api` is a file or holds other modules than route files. Reads the text of the
 * files, and does not load them.
 */
export function chooseRouteFolder(project: Project, entry: Entry): RouteFolderChoice | Unclear {
  const reasons: string[] = [];
  for (const folder of ['api', 'pages/api']) {
    const absolutePath = path.join(path.dirname(entry.absolutePath), folder);
    const name = toPosix(path.relative(project.directory, absolutePath));
    const reason = findFolderObstacle(project, absolutePath, name);
    if (reason !== undefined) {
      reasons.push(reason);
      continue;
    }
    if (!isInProject(project, absolutePath)) return { unclear: `a symbolic link puts ${name} outside the project` };
    const { files, problems } = scan(absolutePath);
    const [problem] = problems;
    if (problem) return { unclear: `${name} has a problem: ${problem.message.replace(/\.$/, '')}` };
    return { folder, routeFiles: files.length, ...(reasons[0] && { reason: reasons[0] }) };
  }
  return { unclear: reasons.join(', and ') };
}

/** Finds the reason why a folder cannot be the route folder; `undefined` if there is none. */
function findFolderObstacle(project: Project, absolutePath: string, name: string): string | undefined {
  const found = fs.statSync(absolutePath, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isDirectory()) return `${name} is a file`;
  const importer = findImporter(project, absolutePath, name);
  if (importer !== undefined) return `${importer} imports modules from ${name}/`;
  const otherModule = scan(absolutePath).files.find(
    (file) => !exportsHandler(fs.readFileSync(file.absolutePath, 'utf8')),
  );
  return otherModule && `${name}/${otherModule.file} exports no handler`;
}

/** Finds a file outside a folder that imports a module from it. */
function findImporter(project: Project, absolutePath: string, folder: string): string | undefined {
  for (const file of sourceFiles(project, project.directory)) {
    if (file.startsWith(`${folder}/`)) continue;
    const tokens = tokenize(fs.readFileSync(path.join(project.directory, file), 'utf8'))?.tokens ?? [];
    const specifiers = tokens.filter((token, index) => {
      const isImport = /^(?:from|\(|import)$/.test(tokens[index - 1]?.text ?? '');
      return isImport && token.kind === 'string';
    });
    const target = { file, folder, absolutePath };
    if (specifiers.some((specifier) => resolvesIntoFolder(stringContent(specifier), target))) return file;
  }
  return undefined;
}

/** A file with an import, and the folder that the import may resolve into. */
interface ImportTarget {
  readonly file: string;
  readonly folder: string;
  readonly absolutePath: string;
}

/** Returns `true` if a specifier resolves into a folder: as a relative path, or with an alias such as `@/api/users`. */
function resolvesIntoFolder(specifier: string, { file, folder, absolutePath }: ImportTarget): boolean {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return target === folder || target.startsWith(`${folder}/`);
  }
  const [, inside] = /\/api\/(.+)$/.exec(specifier) ?? [];
  if (inside === undefined) return false;
  const target = path.join(absolutePath, inside);
  const siblings = fs.existsSync(path.dirname(target)) ? fs.readdirSync(path.dirname(target)) : [];
  return siblings.some((entry) => path.parse(entry).name === path.parse(target).name);
}

/** Returns `true` if a folder, or else its nearest ancestor that exists, is in the project. */
function isInProject({ directory }: Project, absolutePath: string): boolean {
  let existing = absolutePath;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const real = fs.realpathSync(existing);
  return real === directory || real.startsWith(directory + path.sep);
}

/** Scans a folder, which may not exist, with the default options. */
function scan(absolutePath: string): { files: readonly RouteFile[]; problems: readonly Problem[] } {
  if (!fs.existsSync(absolutePath)) return { files: [], problems: [] };
  const settings = resolveOptions({});
  const files = scanRoutes(absolutePath, settings);
  const { problems } = createRouteTable(files, { ...settings, syntax: 'express5' });
  return { files: files.routeFiles, problems: [...files.problems, ...problems] };
}

import fs from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../../types/problem.js';
import { resolveOptions } from '../../../options.js';
import { createRouteTable } from '../../../routing/route-table.js';
import { scanRoutes } from '../../../files/scan-routes.js';
import { toPosix } from '../../../files/to-posix.js';
import type { RouteFile } from '../../../types/index.js';
import { exportsHandler } from './exports-handler.js';
import type { Entry } from './find-entry.js';
import { readSource, unquoted } from '../text/tokenize.js';
import type { Project } from './read-project.js';
import { sourceFiles } from './source-files.js';

/** The folder for route files, beside the file that makes the app. */
export interface RouteFolderChoice {
  /** Relative to the file's folder, with `/`. */
  readonly folder: string;
  /** How many route files it has already. */
  readonly routeFiles: number;
  /** Why it is not `api`. */
  readonly reason?: string;
}

/**
 * Chooses `api`, or `pages/api` where the app has modules of its own in `api`: those are no route files.
 * What the folder has already stays, and is looked at by its names only.
 */
export function chooseFolder(project: Project, entry: Entry): RouteFolderChoice | { readonly unsure: string } {
  const reasons: string[] = [];
  for (const folder of ['api', 'pages/api']) {
    const absolutePath = path.join(path.dirname(entry.absolutePath), folder);
    const name = toPosix(path.relative(project.directory, absolutePath));
    const reason = whyNot(project, absolutePath, name);
    if (reason !== undefined) reasons.push(reason);
    else if (!isInside(project, absolutePath)) return { unsure: `${name} is a link that leads out of the project` };
    else {
      const found = countRouteFiles(absolutePath, name);
      return typeof found === 'string'
        ? { unsure: found }
        : { folder, routeFiles: found, ...(reasons[0] && { reason: reasons[0] }) };
    }
  }
  return { unsure: reasons.join(', and ') };
}

function whyNot(project: Project, absolutePath: string, name: string): string | undefined {
  const found = fs.statSync(absolutePath, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isDirectory()) return `${name} is a file`;
  const importer = findImporter(project, absolutePath, name);
  if (importer !== undefined) return `${importer} imports modules from ${name}/`;
  const stranger = scan(absolutePath).files.find((file) => !exportsHandler(fs.readFileSync(file.absolutePath, 'utf8')));
  return stranger && `${name}/${stranger.file} exports no handler`;
}

/** A file outside of a folder that imports something from it. */
function findImporter(project: Project, absolutePath: string, folder: string): string | undefined {
  for (const file of sourceFiles(project, project.directory)) {
    if (file.startsWith(`${folder}/`)) continue;
    const tokens = readSource(fs.readFileSync(path.join(project.directory, file), 'utf8'))?.tokens ?? [];
    const names = tokens.filter((token, index) => {
      const isImport = /^(?:from|\(|import)$/.test(tokens[index - 1]?.text ?? '');
      return isImport && token.kind === 'string';
    });
    if (names.some((name) => leadsInto(unquoted(name), { file, folder, absolutePath }))) return file;
  }
  return undefined;
}

interface Importing {
  /** The file that imports. */
  readonly file: string;
  readonly folder: string;
  readonly absolutePath: string;
}

/** Whether an import's name leads into a folder: by its path, or by an alias such as `@/api/users`. */
function leadsInto(name: string, { file, folder, absolutePath }: Importing): boolean {
  if (name.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), name);
    return target === folder || target.startsWith(`${folder}/`);
  }
  const [, inside] = /\/api\/(.+)$/.exec(name) ?? [];
  if (inside === undefined) return false;
  const target = path.join(absolutePath, inside);
  const beside = fs.existsSync(path.dirname(target)) ? fs.readdirSync(path.dirname(target)) : [];
  return beside.some((entry) => path.parse(entry).name === path.parse(target).name);
}

/** Whether a folder, or the nearest one above that exists, is in the project. */
function isInside({ directory }: Project, absolutePath: string): boolean {
  let existing = absolutePath;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const real = fs.realpathSync(existing);
  return real === directory || real.startsWith(directory + path.sep);
}

/** How many route files a folder has; or what is wrong with their names. */
function countRouteFiles(absolutePath: string, name: string): number | string {
  if (!fs.existsSync(absolutePath)) return 0;
  const { files, problems } = scan(absolutePath);
  const [first] = problems;
  return first ? `${name} has names that no route can have: ${first.message.replace(/\.$/, '')}` : files.length;
}

function scan(absolutePath: string): { files: readonly RouteFile[]; problems: Problem[] } {
  const settings = resolveOptions({});
  const files = scanRoutes(absolutePath, settings);
  const { problems } = createRouteTable(files, { ...settings, syntax: 'express5' });
  return { files: files.routeFiles, problems: [...files.problems, ...problems] };
}

import fs from 'node:fs';
import path from 'node:path';
import { toPosix } from '../../../files/to-posix.js';
import { findApps, type Apps } from '../app/find-apps.js';
import { readSource, unquoted, type Source } from '../text/tokenize.js';
import type { Project } from './read-project.js';

/** The file that makes the app. */
export interface Entry {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly absolutePath: string;
  readonly source: Source;
  readonly apps: Apps;
  /** The file that is started: this one, or one that imports it. */
  readonly started: string;
}

/** Why there is no one such file. */
export interface NoEntry {
  readonly code: 'NO_ENTRY' | 'SEVERAL_ENTRIES' | 'COMPILED_ENTRY';
  readonly unsure: string;
}

/** What starts a program, in a script: `node server.js`, `tsx watch src/server.ts`. */
const starting = /^(?:start|dev|serve|server|develop|watch)(?::|$)/;
const usualNames = ['server', 'app', 'index', 'main'].flatMap((name) => [`src/${name}`, name]);
const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Finds the file that makes the app: what the scripts start, `main`, or a usual name; or what that imports.
 *
 * @param chosen the file that the user named, relative to the project
 */
export function findEntry(project: Project, chosen: string | undefined): Entry | NoEntry {
  if (chosen !== undefined) return readChosen(project, chosen);
  const { starts, lost } = startedFiles(project);
  for (const start of starts) {
    const [found, ...others] = searchImports(project, start);
    if (found && others.length === 0) return found;
    if (found) {
      const files = [found, ...others].map(({ file }) => file);
      return {
        code: 'SEVERAL_ENTRIES',
        unsure: `${start} leads to several files that make an app: ${files.join(', ')}`,
      };
    }
  }
  if (lost !== undefined) {
    return { code: 'COMPILED_ENTRY', unsure: `the scripts start ${lost}, and its source was not found` };
  }
  return { code: 'NO_ENTRY', unsure: 'no file was found that makes an app with `express()`' };
}

function readChosen(project: Project, chosen: string): Entry | NoEntry {
  const file = fileOf(project, chosen);
  const entry = readEntry(project, file, file);
  return entry ?? { code: 'NO_ENTRY', unsure: `${file} makes no app with \`express()\`` };
}

/** With an ending of code, or with none. */
const mayBeCode = /(?:\.[cm]?[jt]s|^\.|(?:^|\/)[^./][^.]*)$/;

/** Files that may be what is started, most likely ones first. Of a compiled file, its source. */
function startedFiles(project: Project): { starts: string[]; lost: string | undefined } {
  const named = startedWords(project);
  const main = project.main === undefined ? [] : [project.main];
  const files = [...named.filter((word) => word.includes('.') || word.includes('/')), ...main, ...named, ...usualNames];
  const starts = new Set<string>();
  let lost: string | undefined;
  for (const written of files) {
    const file = normalize(written);
    if (file.startsWith('..') || path.posix.isAbsolute(file) || !mayBeCode.test(file)) continue;
    const source = resolveFile(project, isCompiled(project, file) ? sourcesOf(project, file) : [file]);
    if (source !== undefined && !isCompiled(project, source)) starts.add(source);
    else if (isCompiled(project, file)) lost ??= file;
  }
  return { starts: [...starts], lost };
}

/** The words of the scripts that start something, without options. */
export function startedWords({ scripts }: Project): string[] {
  const started = Object.entries(scripts).filter(([name]) => starting.test(name));
  const words = started.flatMap(([, script]) => script.split(/\s+/)).map((word) => word.replaceAll(/^["']|["']$/g, ''));
  return words.filter((word) => /^[\w./@\\-]+$/.test(word) && !word.startsWith('-')).map(normalize);
}

function normalize(file: string): string {
  return path.posix.normalize(file.replaceAll('\\', '/'));
}

/** Whether the scripts start something that has been compiled before. */
export function startsCompiled(project: Project): boolean {
  return startedWords(project).some((word) => isCompiled(project, word));
}

/** Whether a file is what a compiler or bundler makes: nobody edits those. */
export function isCompiled({ outDir }: Project, file: string): boolean {
  return [outDir, 'dist', 'build', 'out'].some((folder) => folder !== '.' && file.startsWith(`${folder}/`));
}

/** Where the source of `dist/server.js` may be: `src/server`, `server`, and `dist/src/server.js` is that of `src/server`. */
function sourcesOf({ outDir }: Project, file: string): string[] {
  const folder = file.startsWith(`${outDir}/`) ? outDir : file.split('/')[0]!;
  const inside = file.slice(folder.length + 1).replace(/\.[cm]?js$/, '');
  return [`src/${inside}`, inside];
}

/** The first of these that is a file, as it is or with an ending, or a folder with an index. */
function resolveFile(project: Project, names: readonly string[]): string | undefined {
  const forms = names.flatMap((name) => [
    name,
    ...extensions.map((extension) => name + extension),
    ...(/\.[cm]?js$/.test(name) ? [name.replace(/js$/, 'ts')] : []),
    ...extensions.map((extension) => path.posix.join(name, `index${extension}`)),
  ]);
  return forms.find((form) => isFile(project, form));
}

const maxDistance = 3;

/** The nearest of a file and those that it imports that make an app: several, where they are as near. */
function searchImports(project: Project, start: string): Entry[] {
  const seen = new Set([start]);
  let files = [start];
  for (let distance = 0; distance <= maxDistance && files.length > 0; distance++) {
    const entries = files.map((file) => readEntry(project, file, start)).filter((entry) => entry !== undefined);
    if (entries.length > 0) return entries;
    const imported = files.flatMap((file) => importedFiles(project, file)).filter((file) => !seen.has(file));
    files = [...new Set(imported)];
    for (const file of files) seen.add(file);
  }
  return [];
}

function readEntry(project: Project, file: string, started: string): Entry | undefined {
  const absolutePath = path.join(project.directory, file);
  const source = readSource(fs.readFileSync(absolutePath, 'utf8'));
  const apps = source && findApps(source);
  if (!apps || (apps.apps.length === 0 && apps.unnamedLine === undefined)) return undefined;
  return { file, absolutePath, source, apps, started };
}

/** The project's own files that a file imports, by `import` or `require`. */
function importedFiles(project: Project, file: string): string[] {
  const source = readSource(fs.readFileSync(path.join(project.directory, file), 'utf8'));
  const names = (source?.tokens ?? []).filter(({ kind, text }) => kind === 'string' && /^.\.\.?(?:\/|.$)/.test(text));
  return names
    .map((token) => path.posix.join(path.posix.dirname(file), unquoted(token)))
    .map((name) => (name.startsWith('..') ? undefined : resolveFile(project, [name])))
    .filter((found) => found !== undefined && /\.[cm]?[jt]s$/.test(found)) as string[];
}

/** Whether a file that the user named is one, and of the project. */
export function hasFile(project: Project, chosen: string): boolean {
  const file = fileOf(project, chosen);
  return !file.startsWith('../') && isFile(project, file);
}

/** Relative to the project, with `/`. */
function fileOf({ directory }: Project, chosen: string): string {
  return toPosix(path.relative(directory, path.resolve(directory, chosen)));
}

function isFile({ directory }: Project, file: string): boolean {
  return fs.statSync(path.join(directory, file), { throwIfNoEntry: false })?.isFile() ?? false;
}

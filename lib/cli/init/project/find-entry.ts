import fs from 'node:fs';
import path from 'node:path';
import { toPosix } from '../../../files/to-posix.js';
import { findApps, type AppsInFile } from '../app/find-apps.js';
import { stringContent, tokenize, type Source } from '../text/tokenize.js';
import type { Project } from './read-project.js';

/** The file that creates the app. */
export interface Entry {
  /** The path of the file, relative to the project and with `/`. */
  readonly file: string;
  readonly absolutePath: string;
  readonly source: Source;
  readonly apps: AppsInFile;
  /** The file that the scripts start: this one, or one that imports it. */
  readonly startFile: string;
}

/** The error if no file, or more than one, may be the entry. */
export interface EntryNotFound {
  readonly code: 'NO_ENTRY' | 'SEVERAL_ENTRIES' | 'COMPILED_ENTRY';
  readonly reason: string;
}

/** The names of scripts that start a program: `node server.js`, `tsx watch src/server.ts`. */
const startScriptName = /^(?:start|dev|serve|server|develop|watch)(?::|$)/;
const usualNames = ['server', 'app', 'index', 'main'].flatMap((name) => [`src/${name}`, name]);
const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * Finds the file that creates the app: the one that the scripts start, `main` in `package.json`, a file with a usual
 * name, or a file that one of these imports.
 *
 * @param entryFile the file that the user named, relative to the project
 */
export function findEntry(project: Project, entryFile: string | undefined): Entry | EntryNotFound {
  if (entryFile !== undefined) return readNamedEntry(project, entryFile);
  const { startFiles, withoutSource } = findStartFiles(project);
  for (const startFile of startFiles) {
    const [found, ...others] = findNearestEntries(project, startFile);
    if (found && others.length === 0) return found;
    if (found) {
      const files = [found, ...others].map(({ file }) => file);
      const reason = `${startFile} imports several files that create an app: ${files.join(', ')}`;
      return { code: 'SEVERAL_ENTRIES', reason };
    }
  }
  if (withoutSource !== undefined) {
    return { code: 'COMPILED_ENTRY', reason: `the source of ${withoutSource}, which the scripts start, was not found` };
  }
  return { code: 'NO_ENTRY', reason: 'no file that creates an app with `express()` was found' };
}

function readNamedEntry(project: Project, entryFile: string): Entry | EntryNotFound {
  const file = toProjectPath(project, entryFile);
  const entry = readEntry(project, file, file);
  return entry ?? { code: 'NO_ENTRY', reason: `${file} does not create an app with \`express()\`` };
}

/** A name with the extension of a code file, or without one. */
const codeFileName = /(?:\.[cm]?[jt]s|^\.|(?:^|\/)[^./][^.]*)$/;

interface StartFiles {
  /** The files that may start the app, most likely ones first: source files instead of build output. */
  readonly startFiles: readonly string[];
  /** The first file of build output whose source was not found. */
  readonly withoutSource: string | undefined;
}

function findStartFiles(project: Project): StartFiles {
  const words = startScriptWords(project);
  const paths = words.filter((word) => word.includes('.') || word.includes('/'));
  const main = project.main === undefined ? [] : [project.main];
  const startFiles = new Set<string>();
  let withoutSource: string | undefined;
  for (const name of [...paths, ...main, ...words, ...usualNames]) {
    const file = normalize(name);
    if (file.startsWith('..') || path.posix.isAbsolute(file) || !codeFileName.test(file)) continue;
    const source = resolveFile(project, isBuildOutput(project, file) ? sourceNames(project, file) : [file]);
    if (source !== undefined && !isBuildOutput(project, source)) startFiles.add(source);
    else if (isBuildOutput(project, file)) withoutSource ??= file;
  }
  return { startFiles: [...startFiles], withoutSource };
}

/** Returns the words of the start scripts, without options. */
export function startScriptWords({ scripts }: Project): string[] {
  const commands = Object.entries(scripts).filter(([name]) => startScriptName.test(name));
  const words = commands.flatMap(([, command]) => command.split(/\s+/));
  return words
    .map((word) => word.replaceAll(/^["']|["']$/g, ''))
    .filter((word) => /^[\w./@\\-]+$/.test(word) && !word.startsWith('-'))
    .map(normalize);
}

function normalize(file: string): string {
  return path.posix.normalize(file.replaceAll('\\', '/'));
}

/** Returns `true` if the start scripts run build output. */
export function startsBuildOutput(project: Project): boolean {
  return startScriptWords(project).some((word) => isBuildOutput(project, word));
}

/** Returns `true` if a file is in a folder that compilers and bundlers write to. */
export function isBuildOutput({ outDir }: Project, file: string): boolean {
  return [outDir, 'dist', 'build', 'out'].some((folder) => folder !== '.' && file.startsWith(`${folder}/`));
}

/** Returns the possible sources of build output: for `dist/server.js`, these are `src/server` and `server`. */
function sourceNames({ outDir }: Project, file: string): string[] {
  const isInOutDir = file.startsWith(`${outDir}/`);
  const inside = file.slice(isInOutDir ? outDir.length + 1 : file.indexOf('/') + 1).replace(/\.[cm]?js$/, '');
  return [`src/${inside}`, inside];
}

/** Finds the first name that is a file: as it is, with an extension, or as a folder with an index file. */
function resolveFile(project: Project, names: readonly string[]): string | undefined {
  const candidates = names.flatMap((name) => [
    name,
    ...extensions.map((extension) => name + extension),
    ...(/\.[cm]?js$/.test(name) ? [name.replace(/js$/, 'ts')] : []),
    ...extensions.map((extension) => path.posix.join(name, `index${extension}`)),
  ]);
  return candidates.find((candidate) => isFile(project, candidate));
}

const maxImportDepth = 3;

/**
 * Searches a file, then the files that it imports, and so on, until files create an app. Returns all files of that
 * depth that do.
 */
function findNearestEntries(project: Project, startFile: string): Entry[] {
  const seen = new Set([startFile]);
  let files = [startFile];
  for (let depth = 0; depth <= maxImportDepth && files.length > 0; depth++) {
    const entries = files.map((file) => readEntry(project, file, startFile)).filter((entry) => entry !== undefined);
    if (entries.length > 0) return entries;
    const imported = files.flatMap((file) => findImportedFiles(project, file)).filter((file) => !seen.has(file));
    files = [...new Set(imported)];
    for (const file of files) seen.add(file);
  }
  return [];
}

function readEntry(project: Project, file: string, startFile: string): Entry | undefined {
  const absolutePath = path.join(project.directory, file);
  const source = tokenize(fs.readFileSync(absolutePath, 'utf8'));
  const apps = source && findApps(source);
  if (!apps || (apps.named.length === 0 && apps.unnamedLine === undefined)) return undefined;
  return { file, absolutePath, source, apps, startFile };
}

/** Finds the code files of the project that a file names by relative paths, as in `import` and `require`. */
function findImportedFiles(project: Project, file: string): string[] {
  const tokens = tokenize(fs.readFileSync(path.join(project.directory, file), 'utf8'))?.tokens ?? [];
  const specifiers = tokens.filter(({ kind, text }) => kind === 'string' && /^.\.\.?(?:\/|.$)/.test(text));
  return specifiers.flatMap((specifier) => {
    const name = path.posix.join(path.posix.dirname(file), stringContent(specifier));
    const found = name.startsWith('..') ? undefined : resolveFile(project, [name]);
    return found !== undefined && /\.[cm]?[jt]s$/.test(found) ? [found] : [];
  });
}

/** Returns `true` if the file that the user named exists and is in the project. */
export function isProjectFile(project: Project, entryFile: string): boolean {
  const file = toProjectPath(project, entryFile);
  return !file.startsWith('../') && isFile(project, file);
}

/** Returns the path of a file, relative to the project and with `/`. */
function toProjectPath({ directory }: Project, file: string): string {
  return toPosix(path.relative(directory, path.resolve(directory, file)));
}

function isFile({ directory }: Project, file: string): boolean {
  return fs.statSync(path.join(directory, file), { throwIfNoEntry: false })?.isFile() ?? false;
}

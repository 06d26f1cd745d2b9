import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFile, realPath } from './file-state.js';

/** Matches imports in JavaScript and TypeScript. Those in comments do no harm: at worst, a file is loaded once more. */
const importPattern = /\b(?:from|import|require|resolve)\s*\(?\s*(['"`])([^'"`\s]+)\1/g;

/** The endings that an import may leave out: `./a` for `a.js` or `a/index.js`. */
const impliedEndings = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.jsx', '.json'];
/** The extensions of TypeScript sources by the one that an import names: `./a.js` for `a.ts`. */
const sourceExtensions: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * Returns the files that a file imports according to its text. Node.js does not report the imports of modules that were
 * loaded before the hooks were registered, nor those of files that cannot be loaded. If an imported file does not exist
 * yet, returns all files that the import may mean.
 *
 * @returns `undefined` if the file cannot be read
 */
export function parseImports(file: string): string[] | undefined {
  if (file.endsWith('.json')) return [];
  const text = textOf(file);
  if (text === undefined) return undefined;
  const specifiers = new Set([...text.matchAll(importPattern)].flatMap(([, , specifier]) => specifier ?? []));
  return [...specifiers].flatMap((specifier) => possibleFiles(specifier, file));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Returns the file that an import means, by its path and its real path, and the files that would be found before it.
 */
function possibleFiles(specifier: string, file: string): string[] {
  const target = pathOfSpecifier(specifier.replace(/[?#].*$/, ''), file);
  if (target === undefined) return resolveName(specifier, file);
  const possible: string[] = [];
  for (const candidate of candidatesOf(target)) {
    if (path.extname(candidate) !== '') possible.push(candidate);
    if (isFile(candidate)) return [...possible, realPath(candidate)];
  }
  return possible;
}

/** Returns the path that a specifier means; `undefined` if it is the name of a package. */
function pathOfSpecifier(specifier: string, file: string): string | undefined {
  try {
    if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  } catch {
    return undefined;
  }
  return /^(?:\.{1,2}(?:\/|$)|\/)/.test(specifier) ? path.resolve(path.dirname(file), specifier) : undefined;
}

/** Resolves a name: of `imports` in package.json, of a package in the workspace, or an alias that a loader resolves. */
function resolveName(name: string, file: string): string[] {
  try {
    const resolved = createRequire(file).resolve(name);
    return path.isAbsolute(resolved) && !isInstalled(resolved) ? [resolved] : [];
  } catch {
    return [];
  }
}

function candidatesOf(target: string): string[] {
  const extension = path.extname(target);
  const stem = target.slice(0, target.length - extension.length);
  return [
    target,
    ...(sourceExtensions[extension] ?? []).map((ending) => stem + ending),
    ...impliedEndings.map((ending) => target + ending),
    ...impliedEndings.map((ending) => path.join(target, `index${ending}`)),
  ];
}

/** Returns `true` if a file belongs to an installed package. Such files are not watched. */
export function isInstalled(file: string): boolean {
  return file.split(path.sep).includes('node_modules');
}

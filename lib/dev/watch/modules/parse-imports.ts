import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFile, realPath } from './file-state.js';

/** In whatever language, and in comments too: a file too many is only loaded again without need. */
const importPattern = /\b(?:from|import|require|resolve)\s*\(?\s*(['"`])([^'"`\s]+)\1/g;

/** What may stand behind a specifier that names no file: `./a.js` for `a.ts`, `./a` for `a.js` or `a/index.js`. */
const impliedEndings = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.jsx', '.json'];
const sourceExtensions: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * Returns the files that a file's text imports: what Node.js does not report of modules that were loaded before there
 * were hooks, and of files that cannot be loaded. Where there is no such file yet, all that could become it.
 *
 * @returns `undefined` if the file cannot be read
 */
export function parseImports(file: string): string[] | undefined {
  if (file.endsWith('.json')) return [];
  const text = textOf(file);
  if (text === undefined) return undefined;
  const specifiers = new Set([...text.matchAll(importPattern)].map(([, , written]) => written!));
  return [...specifiers].flatMap((written) => possibleFiles(written, file));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function possibleFiles(written: string, file: string): string[] {
  const place = pathOfSpecifier(written.replace(/[?#].*$/, ''), file);
  if (place === undefined) return resolveName(written, file);
  const candidates = candidatesOf(place);
  const found = candidates.findIndex(isFile);
  // What would go before the file, if it were there; the file by the name that it has here; and what it is.
  const possible = candidates.slice(0, found + 1 || undefined).filter((candidate) => path.extname(candidate) !== '');
  return found === -1 ? possible : [...possible, realPath(candidates[found]!)];
}

/** The path that a specifier is; nothing for a name. */
function pathOfSpecifier(written: string, file: string): string | undefined {
  try {
    if (written.startsWith('file:')) return fileURLToPath(written);
  } catch {
    return undefined;
  }
  return /^(?:\.{1,2}(?:\/|$)|\/)/.test(written) ? path.resolve(path.dirname(file), written) : undefined;
}

/** Of `imports` in a package.json, of workspaces, and of whatever a loader has hooked in. */
function resolveName(name: string, file: string): string[] {
  try {
    const resolved = createRequire(file).resolve(name);
    return path.isAbsolute(resolved) && !isInstalled(resolved) ? [resolved] : [];
  } catch {
    return [];
  }
}

function candidatesOf(place: string): string[] {
  const extension = path.extname(place);
  const stem = place.slice(0, place.length - extension.length);
  return [
    place,
    ...(sourceExtensions[extension] ?? []).map((ending) => stem + ending),
    ...impliedEndings.map((ending) => place + ending),
    ...impliedEndings.map((ending) => path.join(place, `index${ending}`)),
  ];
}

/** Whether a file belongs to an installed package: nobody edits those. */
export function isInstalled(file: string): boolean {
  return file.split(path.sep).includes('node_modules');
}

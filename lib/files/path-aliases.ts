import fs from 'node:fs';
import path from 'node:path';
import { isRecord } from '../reporting/inspect-value.js';
import { parseJsonWithComments } from './json-with-comments.js';

/** Matches `tsconfig.json`, `jsconfig.json` and names such as `tsconfig.server.json`. */
const configName = /^[jt]sconfig(?:\..+)?\.json$/;

/** The number of files that may extend each other, so that a cycle ends. */
const maxExtends = 10;

/**
 * Finds the tsconfig.json or jsconfig.json, or one with a longer name, whose `paths` or `baseUrl` gives a meaning to a
 * specifier, such as `@/db`. Node.js does not read these files.
 *
 * @param directory the folder to start in. The folders above it are searched, too
 * @returns the absolute path of the file
 */
export function findAliasConfig(specifier: string, directory: string): string | undefined {
  const names = listNames(directory).filter((name) => configName.test(name));
  const configs = names.map((name) => path.join(directory, name));
  const found = configs.find((config) => definesAlias(specifier, config, maxExtends));
  const parent = path.dirname(directory);
  return found ?? (parent === directory ? undefined : findAliasConfig(specifier, parent));
}

function definesAlias(specifier: string, config: string, depth: number): boolean {
  const settings = readConfig(config);
  if (settings === undefined || depth === 0) return false;
  const folder = path.dirname(config);
  const { paths, baseUrl } = isRecord(settings['compilerOptions']) ? settings['compilerOptions'] : {};
  if (isRecord(paths) && Object.keys(paths).some((pattern) => matchesPattern(specifier, pattern))) return true;
  if (typeof baseUrl === 'string' && isBelow(path.resolve(folder, baseUrl), specifier)) return true;
  return [settings['extends']].flat().some((name) => {
    // Configurations of packages have no aliases of the project.
    if (typeof name !== 'string' || !/^\.|^[/\\]/.test(name)) return false;
    const extended = path.resolve(folder, name);
    return definesAlias(specifier, extended.endsWith('.json') ? extended : `${extended}.json`, depth - 1);
  });
}

/** Checks a specifier against a key of `paths`, which may have one `*`. */
function matchesPattern(specifier: string, pattern: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return specifier === pattern;
  // `*` alone is for all specifiers, and so says nothing about this one.
  return start + end !== '' && specifier.startsWith(start) && specifier.endsWith(end);
}

/** Returns `true` if the first part of a specifier is a file or folder in `baseUrl`. */
function isBelow(baseUrl: string, specifier: string): boolean {
  const [first = ''] = specifier.split('/');
  const names = listNames(baseUrl).map((name) => (specifier.includes('/') ? name : path.parse(name).name));
  return first !== '' && names.includes(first);
}

/** Returns the names in a folder; none if it cannot be read. */
export function listNames(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function readConfig(file: string): Record<string, unknown> | undefined {
  try {
    const value = parseJsonWithComments(fs.readFileSync(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import path from 'node:path';
import { builtName, builtNameIssue } from '../routing/built-names.js';
import { codeExtension, hasCodeExtension } from '../routing/code-extension.js';
import type { Issue } from '../types/problem.js';
import { hasLoaderFor } from './load-modules.js';
import { extensionOf, type ScanSettings } from './walk-folder.js';

/** An entry of a route folder that is not served. */
export interface UnservedEntry {
  readonly name: string;
  /** The path relative to the route folder, with `/`. */
  readonly file: string;
  readonly isFolder: boolean;
  /** Is `true` if a glob of `ignore` matches it. */
  readonly isIgnored: boolean;
}

/** Creates a function that returns what is wrong with an entry that is not served and probably meant as a route. */
export function createUnservedCheck(
  directory: string,
  isIgnored: (file: string, name: string) => boolean,
  { extensions, ignore, conventions }: ScanSettings,
): (entry: UnservedEntry) => Issue | undefined {
  const hasDefaultExtensions = extensions === conventions.defaults.extensions;
  const ownGlobs = new Set(ignore);

  function checkExtension({ name, file }: UnservedEntry): Issue | undefined {
    const right = name.replace(codeExtension, (extension) => extension.replace(/[\s.]+$/, '').toLowerCase());
    if (right !== name && extensionOf(right, extensions) !== undefined) {
      const isRightIgnored = isIgnored(file.slice(0, -name.length) + right, right);
      return isRightIgnored ? undefined : notServed(name, 'its extension is not written as in `extensions`', right);
    }
    const extension = path.extname(name);
    if (!hasDefaultExtensions || !/^\.[jt]sx$/.test(extension) || !hasLoaderFor(extension, directory)) return undefined;
    return {
      code: 'FSR_NOT_SERVED',
      message: `'${name}' is not a route, because '${extension}' is not one of the default extensions.`,
      help: `set \`extensions\`, with '${extension}' in it, if it is a route. If not, begin its name with '_', or add '*${extension}' to the \`ignore\` option.`,
    };
  }

  return (entry) => {
    if (!entry.isFolder && !hasCodeExtension(entry.name)) return undefined;
    if (!entry.isIgnored) return entry.isFolder ? undefined : checkExtension(entry);
    // A name that stands in `ignore` as it is, is meant.
    return ownGlobs.has(entry.name) || ownGlobs.has(entry.file) ? undefined : checkIgnoredName(entry);
  };
}

function checkIgnoredName({ name, isFolder }: UnservedEntry): Issue | undefined {
  const [extension = ''] = (isFolder ? null : codeExtension.exec(name)) ?? [];
  const stem = name.slice(0, name.length - extension.length);
  const meant = builtName(stem);
  if (meant !== undefined) return builtNameIssue(name, meant + extension, 'FSR_NOT_SERVED');
  const [, nuxt] = /^_(id|slug|uuid)$/.exec(stem) ?? [];
  if (nuxt !== undefined) return notServed(name, "names that begin with '_' are not", `[${nuxt}]${extension}`);
  if (stem === '_index') return notServed(name, "names that begin with '_' are not", `index${extension}`);
  const [, rest] = /^\.{3}(\w+)$/.exec(stem) ?? [];
  if (rest !== undefined) return notServed(name, "names that begin with '.' are not", `[...${rest}]${extension}`);
  return undefined;
}

function notServed(name: string, reason: string, right: string): Issue {
  return {
    code: 'FSR_NOT_SERVED',
    message: `'${name}' is not a route, because ${reason}.`,
    help: `rename it to '${right}' if it is a route. If not, give it another name, or add '${name}' to the \`ignore\` option.`,
  };
}

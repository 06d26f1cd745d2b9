import type { Command } from 'commander';
import { resolveOptions } from '../options.js';
import type { Settings } from '../serving/settings.js';

/** The flags of the commands that read a route folder. The first five are options of `fsRoutes`. */
export interface FolderFlags {
  readonly compat?: 'next';
  readonly caseSensitive?: boolean;
  readonly strict?: boolean;
  readonly extensions?: readonly string[];
  readonly ignore?: readonly string[];
  readonly ignoreAlso?: readonly string[];
  readonly import?: readonly string[];
  /** Is `false` if no route file may be loaded, so that only the names of files are known. */
  readonly load: boolean;
  readonly json?: boolean;
}

/** Adds the flags to a command, and returns the command. */
export function addFolderFlags(command: Command): Command {
  return command
    .option('--compat <mode>', "read the folder as compat: 'next' does; the only mode is next")
    .option('--case-sensitive', 'match the letter case of URLs')
    .option('--strict', 'treat /a and /a/ as different URLs')
    .option('--extensions <list>', 'extensions of route files, separated by commas: .js,.ts', parseCommaList)
    .option('--ignore <glob>', 'files that are not routes, in place of the default list; can be repeated', append)
    .option('--ignore-also <glob>', 'files that are not routes, besides the default list; can be repeated', append)
    .option('--import <module>', 'load this module before the route files; can be repeated', append)
    .option('--no-load', 'read file names only, and load no route file')
    .option('--json', 'print one JSON value');
}

/**
 * Returns the settings with which `fsRoutes` would serve the folder.
 *
 * @throws {FsRoutesError} `FSR_BAD_OPTION`
 */
export function settingsOf(flags: FolderFlags): Settings {
  const { compat, caseSensitive, strict, extensions, ignore, ignoreAlso = [] } = flags;
  return resolveOptions({
    compat,
    ...(caseSensitive !== undefined && { caseSensitive }),
    ...(strict !== undefined && { strict }),
    ...(extensions && { extensions: extensions.map(withDot) }),
    ignore: [...(ignore ?? resolveOptions({ compat }).ignore), ...ignoreAlso],
  });
}

function parseCommaList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function append(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function withDot(extension: string): string {
  return extension.startsWith('.') ? extension : `.${extension}`;
}

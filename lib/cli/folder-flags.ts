import type { Command } from 'commander';
import { resolveOptions } from '../options.js';
import type { Settings } from '../serving/settings.js';

/** What is said of a route folder on the command line; the first five as in the options of `fsRoutes`. */
export interface FolderFlags {
  readonly compat?: 'next';
  readonly caseSensitive?: boolean;
  readonly strict?: boolean;
  readonly extensions?: readonly string[];
  readonly ignore?: readonly string[];
  readonly ignoreAlso?: readonly string[];
  readonly import?: readonly string[];
  /** Whether to load the files: without, names are all that is known. */
  readonly load: boolean;
  readonly json?: boolean;
}

/** Adds the flags to a command. */
export function addFolderFlags(command: Command): Command {
  return command
    .option('--compat <mode>', "'next': the folder is served with compat: 'next'")
    .option('--case-sensitive', 'letter case counts in URLs')
    .option('--strict', 'a slash at the end of a URL counts')
    .option('--extensions <list>', 'endings of route files, with commas between them: .js,.ts', commaList)
    .option('--ignore <glob>', 'what is no route; may be repeated, and replaces the default list', collect)
    .option('--ignore-also <glob>', 'the same, beside the default list', collect)
    .option('--import <module>', 'a module to load before the route files; may be repeated', collect)
    .option('--no-load', 'look at names only, and load no route file')
    .option('--json', 'print one JSON value');
}

/** @throws {FsRoutesError} `FSR_BAD_OPTION` */
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

function commaList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function withDot(extension: string): string {
  return extension.startsWith('.') ? extension : `.${extension}`;
}

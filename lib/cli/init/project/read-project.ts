import fs from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../../reporting/inspect-value.js';
import { parseJsonWithComments } from '../../../files/json-with-comments.js';

export type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** The configuration of a project, without its code. */
export interface Project {
  /** The absolute path, without symbolic links. */
  readonly directory: string;
  readonly isModulePackage: boolean;
  readonly main: string | undefined;
  readonly scripts: Readonly<Record<string, string>>;
  /** The version ranges of all dependencies: normal, development, peer and optional ones. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly packageManager: PackageManager;
  /** The folder for compiler output, relative to the project and with `/`; by default, `dist`. */
  readonly outDir: string;
  /**
   * Is `true` if `tsconfig.json` has `files` and no `include`, so other files are compiled only if these import them.
   */
  readonly compilesListedFiles: boolean;
}

/** The error if `init` cannot work in a project. */
export interface Refusal {
  readonly code: 'NO_PACKAGE_JSON' | 'BAD_PACKAGE_JSON' | 'NO_EXPRESS' | 'OLD_EXPRESS';
  readonly message: string;
  readonly help: string;
}

/** Reads `package.json`, `tsconfig.json` and the names of lock files. */
export function readProject(projectDirectory: string): Project | Refusal {
  const manifestPath = path.join(projectDirectory, 'package.json');
  if (!fs.existsSync(manifestPath)) {
    return {
      code: 'NO_PACKAGE_JSON',
      message: `There is no package.json in ${projectDirectory}.`,
      help: 'run `init` in the folder of your Express project; in a monorepo, in the folder of the package with the app.',
    };
  }
  const directory = fs.realpathSync(projectDirectory);
  const manifest = parseJsonWithComments(readText(manifestPath));
  if (!isRecord(manifest)) {
    return {
      code: 'BAD_PACKAGE_JSON',
      message: `${manifestPath} is not valid JSON.`,
      help: 'correct the file and run `init` again.',
    };
  }
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  const dependencies = Object.fromEntries(kinds.flatMap((kind) => Object.entries(stringEntries(manifest[kind]))));
  const refusal = checkExpress(dependencies['express'], directory, manifestPath);
  if (refusal) return refusal;
  return {
    directory,
    isModulePackage: manifest['type'] === 'module',
    main: typeof manifest['main'] === 'string' ? manifest['main'] : undefined,
    scripts: stringEntries(manifest['scripts']),
    dependencies,
    packageManager: findPackageManager(directory, manifest['packageManager']),
    ...readCompilerOptions(directory),
  };
}

function checkExpress(range: string | undefined, directory: string, manifestPath: string): Refusal | undefined {
  if (range === undefined) {
    return {
      code: 'NO_EXPRESS',
      message: `${manifestPath} does not list express as a dependency.`,
      help: 'run `init` in the folder of a project that uses Express, or install express first.',
    };
  }
  const installed = readManifest(path.join(directory, 'node_modules', 'express'));
  const version = typeof installed?.['version'] === 'string' ? installed['version'] : range;
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  // A range such as ^4.17.1 allows 4.18: only an installed version can be too old within 4.
  const isOld = Number(major) < 4 || (installed !== undefined && Number(major) === 4 && Number(minor) < 18);
  if (!isOld) return undefined;
  return {
    code: 'OLD_EXPRESS',
    message: `The project uses Express ${version}, but express-pages-api requires 4.18 or later.`,
    help: 'update express to ^4.18 or ^5 first.',
  };
}

const lockFiles: Readonly<Record<string, PackageManager>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

/**
 * Finds the package manager: from `packageManager` in `package.json`, else from the nearest lock file, which a
 * monorepo has in a folder above.
 */
function findPackageManager(directory: string, packageManagerField: unknown): PackageManager {
  const [, name] =
    /^(npm|yarn|pnpm|bun)@/.exec(typeof packageManagerField === 'string' ? packageManagerField : '') ?? [];
  if (name !== undefined) return name as PackageManager;
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const found = Object.entries(lockFiles).find(([file]) => fs.existsSync(path.join(folder, file)));
    if (found) return found[1];
    if (fs.existsSync(path.join(folder, '.git')) || folder === path.dirname(folder)) return 'npm';
  }
}

function readCompilerOptions(directory: string): Pick<Project, 'outDir' | 'compilesListedFiles'> {
  const config = path.join(directory, 'tsconfig.json');
  const found = fs.existsSync(config) ? parseJsonWithComments(readText(config)) : undefined;
  const settings = isRecord(found) ? found : {};
  const options = isRecord(settings['compilerOptions']) ? settings['compilerOptions'] : {};
  const outDir = typeof options['outDir'] === 'string' ? options['outDir'] : 'dist';
  return {
    outDir: path.posix.normalize(outDir.replaceAll('\\', '/')).replace(/\/$/, ''),
    compilesListedFiles: Array.isArray(settings['files']) && settings['include'] === undefined,
  };
}

/** Returns `true` if the nearest `package.json` above a file, at most that of the project, has `"type": "module"`. */
export function isInModulePackage(file: string, { directory, isModulePackage }: Project): boolean {
  for (let folder = path.dirname(file); folder.startsWith(directory + path.sep); folder = path.dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest) return manifest['type'] === 'module';
  }
  return isModulePackage;
}

function readManifest(folder: string): Record<string, unknown> | undefined {
  const file = path.join(folder, 'package.json');
  const manifest = fs.existsSync(file) ? parseJsonWithComments(readText(file)) : undefined;
  return isRecord(manifest) ? manifest : undefined;
}

function readText(file: string): string {
  return fs.readFileSync(file, 'utf8');
}

function stringEntries(value: unknown): Record<string, string> {
  const entries = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

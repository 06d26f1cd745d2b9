import fs from 'node:fs';
import path from 'node:path';
import { parseJsonWithComments } from '../text/json-with-comments.js';

export type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** What `init` has to know of a project before it reads its code. */
export interface Project {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  readonly isModule: boolean;
  readonly main: string | undefined;
  readonly scripts: Readonly<Record<string, string>>;
  /** All kinds of dependencies, with the ranges that are asked for. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly packageManager: PackageManager;
  /** Where the compiler puts what it makes, relative and with `/`; `dist` where it is not told. */
  readonly outDir: string;
  /** Whether `tsconfig.json` names each file that is compiled: others are left out. */
  readonly compilesListedFiles: boolean;
}

/** Why `init` cannot do anything here. */
export interface Refusal {
  readonly code: 'NO_PACKAGE_JSON' | 'BAD_PACKAGE_JSON' | 'NO_EXPRESS' | 'OLD_EXPRESS';
  readonly message: string;
  readonly help: string;
}

/** Reads `package.json` and what lies beside it. */
export function readProject(projectDirectory: string): Project | Refusal {
  const manifestPath = path.join(projectDirectory, 'package.json');
  if (!fs.existsSync(manifestPath)) {
    return {
      code: 'NO_PACKAGE_JSON',
      message: `There is no package.json in ${projectDirectory}.`,
      help: 'run this in the folder of your Express project; in a workspace, in that of the package with the app.',
    };
  }
  const directory = fs.realpathSync(projectDirectory);
  const manifest = parseJsonWithComments(readText(manifestPath));
  if (!isRecord(manifest)) {
    return {
      code: 'BAD_PACKAGE_JSON',
      message: `${manifestPath} is no valid JSON.`,
      help: 'correct it, and run this again.',
    };
  }
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  const dependencies = Object.fromEntries(kinds.flatMap((kind) => Object.entries(textsOf(manifest[kind]))));
  const refusal = refuseExpress(dependencies['express'], directory, manifestPath);
  if (refusal) return refusal;
  return {
    directory,
    isModule: manifest['type'] === 'module',
    main: typeof manifest['main'] === 'string' ? manifest['main'] : undefined,
    scripts: textsOf(manifest['scripts']),
    dependencies,
    packageManager: findPackageManager(directory, manifest['packageManager']),
    ...readCompiler(directory),
  };
}

function refuseExpress(range: string | undefined, directory: string, manifestPath: string): Refusal | undefined {
  if (range === undefined) {
    return {
      code: 'NO_EXPRESS',
      message: `${manifestPath} does not name express among its dependencies.`,
      help: 'run this in the folder of a project that uses Express, or install express there first.',
    };
  }
  const installed = readManifest(path.join(directory, 'node_modules', 'express'));
  const version = typeof installed?.['version'] === 'string' ? installed['version'] : range;
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  // A range such as ^4.17.1 allows 4.18.
  const isOld = Number(major) < 4 || (installed !== undefined && Number(major) === 4 && Number(minor) < 18);
  if (!isOld) return undefined;
  return {
    code: 'OLD_EXPRESS',
    message: `The project uses Express ${version}, and express-pages-api needs 4.18 or later.`,
    help: 'update express first, to ^4.18 or ^5.',
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

/** By what package.json says, or the lock file: in a workspace, that is in a folder above. */
function findPackageManager(directory: string, told: unknown): PackageManager {
  const [, name] = /^(npm|yarn|pnpm|bun)@/.exec(typeof told === 'string' ? told : '') ?? [];
  if (name !== undefined) return name as PackageManager;
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const found = Object.keys(lockFiles).find((file) => fs.existsSync(path.join(folder, file)));
    if (found !== undefined) return lockFiles[found]!;
    if (fs.existsSync(path.join(folder, '.git')) || folder === path.dirname(folder)) return 'npm';
  }
}

function readCompiler(directory: string): Pick<Project, 'outDir' | 'compilesListedFiles'> {
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

/** Whether a file's nearest package.json says `"type": "module"`: a folder in a project may have its own. */
export function isInModule(file: string, { directory, isModule }: Project): boolean {
  for (let folder = path.dirname(file); folder.startsWith(directory + path.sep); folder = path.dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest) return manifest['type'] === 'module';
  }
  return isModule;
}

function readManifest(folder: string): Record<string, unknown> | undefined {
  const file = path.join(folder, 'package.json');
  const manifest = fs.existsSync(file) ? parseJsonWithComments(readText(file)) : undefined;
  return isRecord(manifest) ? manifest : undefined;
}

function readText(file: string): string {
  return fs.readFileSync(file, 'utf8');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

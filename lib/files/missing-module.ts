import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findAliasConfig, listNames } from './path-aliases.js';
import { requireStackOf } from './require-stack.js';
import { toPosix } from './to-posix.js';

/** The extensions that TypeScript and bundlers find without being told, and Node.js does not. */
const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.json'];

/** The sources of compiled files, by extension: TypeScript writes `./db.js` for `./db.ts`. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const messagePattern =
  /(?:Cannot find (?:module|package)|Directory import) '(.+?)'(?:[^']*? imported from (.+?))?(?:\n| from '|$)/;

/**
 * Says how to fix the import of a module that was not found.
 *
 * @param file the absolute path of the file that was to be loaded
 * @param message the message of the error, as Node.js, jest and tsx write it
 * @returns `undefined` if the message does not name the module
 */
export function adviseOnMissingModule(file: string, message: string, thrown: unknown): string | undefined {
  const [, wanted, imported] = messagePattern.exec(message) ?? [];
  if (wanted === undefined) return undefined;
  const importer = path.resolve(path.dirname(file), imported ? toPath(imported) : (requireStackOf(thrown)[0] ?? file));
  const isPath = /^\.{0,2}\/|^\.{1,2}$|^file:|^[A-Za-z]:[\\/]/.test(wanted);
  if (!isPath) return adviseOnPackage(findSpecifier(wanted, importer), importer);
  const target = path.resolve(path.dirname(importer), toPath(wanted));
  const [, name] = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(target) ?? [];
  // A link in a workspace leads to a package without `node_modules` in its path.
  if (name !== undefined) return adviseOnPackageFile(toPosix(name));
  return adviseOnFile(target, importer);
}

/** Returns the specifier as the importing file has it: Node.js names only the package `src` of `import 'src/db'`. */
function findSpecifier(name: string, importer: string): string {
  try {
    const literals = fs.readFileSync(importer, 'utf8').matchAll(/(["'`])((?:(?!\1)[^\\\n])+)\1/g);
    const found = [...literals].find(([, , text = '']) => text === name || text.startsWith(`${name}/`));
    return found?.[2] ?? name;
  } catch {
    return name;
  }
}

/** Advises on a specifier that is not a path: an alias, or a package. */
function adviseOnPackage(specifier: string, importer: string): string {
  const config = findAliasConfig(specifier, path.dirname(importer));
  if (config !== undefined) {
    const name = toPosix(path.relative(process.cwd(), config));
    const isCompiled = path.basename(config) === 'tsconfig.json' && /\.[cm]?js$/.test(importer);
    const build = isCompiled ? ', or let your build replace it (tsc does not)' : '';
    return `write a relative path: '${specifier}' is an alias of ${name}, which Node.js does not read. Or start Node with tsx, and set TSX_TSCONFIG_PATH to ${name} if that is not in the working directory${build}.`;
  }
  if (/^[@~]\/|^[~$]/.test(specifier)) {
    return `write a relative path: '${specifier}' looks like an alias, which Node.js does not know. If a tsconfig.json defines it, start Node with tsx and set TSX_TSCONFIG_PATH to that file.`;
  }
  const [first = '', second] = specifier.split('/');
  const name = first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
  if (isInstalled(name, path.dirname(importer))) return adviseOnPackageFile(name);
  return `install the package: npm install ${name}`;
}

function adviseOnPackageFile(name: string): string {
  return `correct the import, or install another version of '${name}': the package is there, but not this file of it.`;
}

function isInstalled(name: string, directory: string): boolean {
  if (fs.existsSync(path.join(directory, 'node_modules', name))) return true;
  const parent = path.dirname(directory);
  return parent !== directory && isInstalled(name, parent);
}

/** Advises on a file that does not exist, by what there is in its place. */
function adviseOnFile(target: string, importer: string): string {
  const found = findMeant(target);
  const written = specifierOf(target, importer);
  if (found === undefined) return `correct the path: there is no file '${written}'.`;
  const meant = specifierOf(found, importer);
  if (found.toLowerCase() === target.toLowerCase()) return `write '${meant}': the letter case counts.`;
  const loader = 'start Node with a loader that finds it (node --import tsx server.ts), or serve the compiled files';
  if (sources[path.extname(target)] !== undefined) return `write '${meant}', or ${loader}: there is no '${written}'.`;
  const orLoader = /\.[cm]?tsx?$/.test(found) ? `, or ${loader}` : '';
  return `add what the path lacks: write '${meant}'${orLoader}. Node.js guesses no extension and no index file in \`import\`.`;
}

/** Finds the file that was probably meant. */
function findMeant(target: string): string | undefined {
  const { dir, name, base, ext } = path.parse(target);
  const candidates = [
    ...(sources[ext] ?? []).map((source) => path.join(dir, name + source)),
    ...extensions.map((extension) => target + extension),
    ...extensions.map((extension) => path.join(target, `index${extension}`)),
  ];
  const found = candidates.find((candidate) => fs.existsSync(candidate));
  if (found !== undefined) return found;
  const otherCase = listNames(dir).find((entry) => entry !== base && entry.toLowerCase() === base.toLowerCase());
  return otherCase === undefined ? undefined : path.join(dir, otherCase);
}

function specifierOf(target: string, importer: string): string {
  const relative = toPosix(path.relative(path.dirname(importer), target));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** Returns the path of a path or file URL, without the query string that loaders such as tsx add. */
function toPath(text: string): string {
  return text.startsWith('file:') ? fileURLToPath(text.replace(/\?.*$/, '')) : text;
}

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = path.join(root, 'node_modules');

/** A compiler and the types of Express, by their folders in `node_modules`. */
export interface Combination {
  readonly compiler: 'typescript' | 'typescript6';
  readonly types: '@types/express' | '@types/express4';
}

export interface TypeCheck {
  /** The lines that report errors, each with its file relative to the folder. */
  readonly errors: readonly string[];
  /** The packages that were used, of those that combinations differ in: `typescript@5.9.3`. */
  readonly packages: readonly string[];
}

/** Returns the paths of the packages that the checked files import and that differ from those in `node_modules`. */
function importsOf({ types }: Combination): Record<string, string[]> {
  return {
    // The file and not its folder: if an ES module cannot import a folder, the compiler uses another one silently.
    express: [path.join(modules, types, 'index.d.ts')],
    'express-pages-api': [path.join(root, 'lib', 'index.ts')],
    'express-pages-api/testing': [path.join(root, 'lib', 'testing', 'index.ts')],
    'express-pages-api/web': [path.join(root, 'lib', 'web', 'index.ts')],
  };
}

/**
 * Compiles the files of a folder, and other files, with the compiler options of this project.
 *
 * @param folder the folder, in which a configuration per combination is written
 * @param others the absolute paths of the other files
 */
export async function checkTypes(
  combination: Combination,
  folder: string,
  others: readonly string[],
): Promise<TypeCheck> {
  const config = path.join(folder, `tsconfig.${combination.compiler}.${path.basename(combination.types)}.json`);
  const options = {
    extends: path.join(root, 'tsconfig.json'),
    // Without `node_modules/@types`, in which the types of Express 4 would find those of Express 5.
    compilerOptions: { paths: importsOf(combination), typeRoots: [], types: [] },
    files: [...others, path.join(modules, '@types', 'node', 'index.d.ts')],
    include: [folder],
    exclude: [],
  };
  fs.writeFileSync(config, JSON.stringify(options));
  const compiler = path.join(modules, combination.compiler, 'bin', 'tsc');
  const { stdout, stderr } = await run(process.execPath, [compiler, '--project', config, '--listFiles'], folder);
  const lines = (stdout + stderr).split(/\r?\n/);
  return { errors: lines.filter((line) => /\berror TS\d+:/.test(line)), packages: packagesIn(lines) };
}

function packagesIn(lines: readonly string[]): string[] {
  const folders = lines.map(
    (line) => /^.*\/node_modules\/(?:@types\/express[\w-]*|typescript\d*)(?=\/)/.exec(line)?.[0],
  );
  const found = [...new Set(folders)].filter((folder) => folder !== undefined).map(nameAndVersion);
  return found.sort();
}

function nameAndVersion(folder: string): string {
  const manifest = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as { name: string; version: string };
  return `${name}@${version}`;
}

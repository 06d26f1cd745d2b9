import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = path.join(root, 'node_modules');

/** Folders in `node_modules`. */
export interface Combination {
  readonly compiler: 'typescript' | 'typescript6';
  readonly types: '@types/express' | '@types/express4';
}

export interface TypeCheck {
  /** One line each, with the file relative to the folder. */
  readonly errors: readonly string[];
  /** What was used of the packages that a combination is about: `typescript@5.9.3`. */
  readonly packages: readonly string[];
}

/** Where an import that the checked files have leads, beside the packages that they find by themselves. */
function importsOf({ types }: Combination): Record<string, string[]> {
  return {
    // With the file's name: where a folder is none that an ES module can import, the next best is taken silently.
    express: [path.join(modules, types, 'index.d.ts')],
    'express-pages-api': [path.join(root, 'lib', 'index.ts')],
    'express-pages-api/testing': [path.join(root, 'lib', 'testing', 'index.ts')],
  };
}

/**
 * Compiles a folder and files beside it, under this project's compiler options.
 *
 * @param folder gets a configuration per combination
 * @param beside absolute paths of files
 */
export async function checkTypes(
  combination: Combination,
  folder: string,
  beside: readonly string[],
): Promise<TypeCheck> {
  const config = path.join(folder, `tsconfig.${combination.compiler}.${path.basename(combination.types)}.json`);
  const options = {
    extends: path.join(root, 'tsconfig.json'),
    // No folder of types: in it, Express 4's would find what belongs to Express 5's.
    compilerOptions: { paths: importsOf(combination), typeRoots: [], types: [] },
    files: [...beside, path.join(modules, '@types', 'node', 'index.d.ts')],
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

import path from 'node:path';
import type { ModuleLocation } from '../app/create-insertions.js';
import type { Language } from '../starter-routes.js';
import type { Entry } from './find-entry.js';
import { isInModulePackage, type Project } from './read-project.js';

/** The module format of the entry, as the new code needs it. */
export interface ModuleFormat {
  readonly language: Language;
  readonly location: ModuleLocation;
}

const transpilers =
  /^(?:@babel\/(?:node|register|cli)|babel-(?:cli|register)|@swc-node\/register|esbuild-register|sucrase|esm)$/;

/** Returns `true` if Node.js itself runs TypeScript: then a file with `import` is an ES module, as in JavaScript. */
function runsTypeScript({ scripts }: Project): boolean {
  const byNode = /(?:^|\s)node\s[^&|]*\.ts\b/;
  return Object.values(scripts).some(
    (script) => byNode.test(script) && !/--(?:import|loader|require)\b|\s-r\s/.test(script),
  );
}

/**
 * Detects the module format with which the entry is loaded.
 *
 * @returns `undefined` if the import of Express does not fit the format, such as `require` in an ES module
 */
export function detectModuleFormat(project: Project, { file, absolutePath, apps }: Entry): ModuleFormat | undefined {
  const { form } = apps.express;
  const extension = path.extname(file);
  const isModule =
    extension.startsWith('.m') || (!extension.startsWith('.c') && isInModulePackage(absolutePath, project));
  if (form === 'import-require' || (isModule && form === 'require')) return undefined;
  if (extension.endsWith('ts')) {
    const isEsm = isModule || (extension === '.ts' && runsTypeScript(project));
    return { language: 'typescript', location: isEsm ? 'import.meta.url' : '__dirname' };
  }
  if (form === 'require') return { language: 'commonjs', location: '__dirname' };
  // In a package without a type, Node.js loads a file with `import` as an ES module; transpilers make it CommonJS.
  const isTranspiled = !isModule && Object.keys(project.dependencies).some((name) => transpilers.test(name));
  return { language: 'esm', location: isTranspiled ? '__dirname' : 'import.meta.url' };
}

import path from 'node:path';
import type { Whereabouts } from '../app/create-insertions.js';
import { findImport } from '../app/find-apps.js';
import type { Entry } from './find-entry.js';
import type { Language } from '../starter-routes.js';
import { isInModule, type Project } from './read-project.js';

export interface ModuleKind {
  readonly language: Language;
  readonly whereabouts: Whereabouts;
}

const transpilers =
  /^(?:@babel\/(?:node|register|cli)|babel-(?:cli|register)|@swc-node\/register|esbuild-register|sucrase|esm)$/;

/** Whether Node itself runs TypeScript: then, as in JavaScript, `import` makes an ES module of a file. */
function runsTypeScript({ scripts }: Project): boolean {
  const byNode = /(?:^|\s)node\s[^&|]*\.ts\b/;
  return Object.values(scripts).some(
    (script) => byNode.test(script) && !/--(?:import|loader|require)\b|\s-r\s/.test(script),
  );
}

/**
 * How the file that makes the app is loaded when it runs, and what that means for code in it and beside it.
 *
 * @returns undefined where what it says does not fit how it would be loaded
 */
export function readModuleKind(project: Project, entry: Entry): ModuleKind | undefined {
  const { form } = findImport(entry.source, ['express'])!;
  const extension = path.extname(entry.file);
  const isModule =
    extension.startsWith('.m') || (!extension.startsWith('.c') && isInModule(entry.absolutePath, project));
  if (form === 'import-require' || (isModule && form === 'require')) return undefined;
  if (extension.endsWith('ts')) {
    const isEsm = isModule || (extension === '.ts' && runsTypeScript(project));
    return { language: 'typescript', whereabouts: isEsm ? 'import.meta.url' : '__dirname' };
  }
  if (form === 'require') return { language: 'commonjs', whereabouts: '__dirname' };
  // `import` in a package without a type: Node finds out that it is an ES module, others make CommonJS of it.
  const isTranspiled = !isModule && Object.keys(project.dependencies).some((name) => transpilers.test(name));
  return { language: 'esm', whereabouts: isTranspiled ? '__dirname' : 'import.meta.url' };
}

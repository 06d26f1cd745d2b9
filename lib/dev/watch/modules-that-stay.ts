import { createRequire } from 'node:module';
import { types } from 'node:util';

const { cache } = createRequire(__filename);

/** An ES module that CommonJS code loads, and that code. */
export interface RequiredEsModule {
  readonly file: string;
  readonly by: string;
}

/** Of some files, those of which Node.js gives `require()` the same module for ever: ES modules. */
export function requiredEsModules(files: Iterable<string>): RequiredEsModule[] {
  return [...files].flatMap((file) => {
    const module = cache[file];
    if (!module || !types.isModuleNamespaceObject(module.exports)) return [];
    const by = Object.values(cache).find((other) => hasRequired(other, module));
    return by ? [{ file, by: by.filename }] : [];
  });
}

/** Data that an ES module imports is in the cache, too, and has no children. */
function hasRequired(module: NodeJS.Module | undefined, other: NodeJS.Module): boolean {
  const children = module?.children as readonly NodeJS.Module[] | undefined;
  return children?.includes(other) === true;
}

/** One per copy of this module: see `requireSharesModules` in load-module.ts. */
export const moduleIdentity = Symbol('module identity');

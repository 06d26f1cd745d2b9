/** A symbol that each copy of this module has its own of: see `requireSharesModules` in load-modules.ts. */
export const moduleIdentity = Symbol('module identity');

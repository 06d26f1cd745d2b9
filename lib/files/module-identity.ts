/** A symbol that differs between two instances of this module: see `requireSharesModules` in load-modules.ts. */
export const moduleIdentity = Symbol('module identity');

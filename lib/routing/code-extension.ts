/**
 * The end of the name of a file of code, in any letter case, and with what may follow by mistake: `.ts`, `.JS`, `.tsx
 * `.
 */
export const codeExtension = /\.[cm]?[jt]sx?[\s.]*$/i;

/** Checks whether a name ends as that of a file of code does. */
export function hasCodeExtension(name: string): boolean {
  return codeExtension.test(name);
}

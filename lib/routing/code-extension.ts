/** The end of the name of a file of code, in any letter case, and with spaces or periods after it: `.ts`, `.JS`. */
export const codeExtension = /\.[cm]?[jt]sx?[\s.]*$/i;

/** Returns `true` if a name ends as that of a file of code does. */
export function hasCodeExtension(name: string): boolean {
  return codeExtension.test(name);
}

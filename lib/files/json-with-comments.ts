/**
 * Parses JSON with the comments and trailing commas that `tsconfig.json` may have.
 *
 * @returns `undefined` if the text is not valid JSON
 */
export function parseJsonWithComments(text: string): unknown {
  const withoutComments = removeOutsideStrings(text.replace(/^\uFEFF/, ''), /\/\/.*|\/\*[^]*?\*\//);
  try {
    return JSON.parse(removeOutsideStrings(withoutComments, /,(?=\s*[}\]])/)) as unknown;
  } catch {
    return undefined;
  }
}

function removeOutsideStrings(text: string, pattern: RegExp): string {
  const stringOrMatch = new RegExp(String.raw`("(?:\\.|[^"\\])*")|${pattern.source}`, 'g');
  return text.replace(stringOrMatch, (_match, literal?: string) => literal ?? '');
}

import type { ErrorCode, Issue } from '../types/problem.js';

/**
 * Returns the name that a bundler has changed, or `undefined` for any other. Rollup, Rolldown, Vite and tsdown replace
 * brackets by underscores when they build a folder file by file.
 *
 * @example builtName('_...path_') // '[...path]'
 */
export function builtName(name: string): string | undefined {
  const [, dots = '', param = ''] = /^__?(\.\.\.)?([^_.].*?)_$/.exec(name) ?? [];
  if (param === '') return undefined;
  const isDoubled = name.startsWith('__');
  // `__tests__` is none: in brackets it would be `[[tests]]`, which no route has.
  if (dots === '') return isDoubled ? undefined : `[${param}]`;
  return isDoubled ? `[[...${param.replace(/_$/, '')}]]` : `[...${param}]`;
}

/** Describes a name that a bundler has changed, with a code that says whether it is served. */
export function builtNameIssue(name: string, meant: string, code: ErrorCode): Issue {
  return {
    code,
    message: `'${name}' is probably '${meant}', whose brackets a bundler has replaced, so the route that it was does not answer.`,
    help: `keep the name '${meant}' when you build: set \`output.sanitizeFileName\` to false in Rollup, Rolldown, Vite or tsdown. If '${name}' is meant, rename it, so that it does not end with '_'.`,
  };
}

import type { Issue } from '../types/problem.js';
import type { Segment } from '../types/index.js';

/**
 * Reads one name of a route file's path.
 *
 * The rules are those of Next.js (`sorted-routes.ts`), and stricter: a name with brackets that Next
 * would take literally (`[a]-[b]`, `[a`, `[]`) is nearly always a slip, and is refused.
 *
 * @param name one name between slashes, without the file's extension
 * @example parseSegment('[...slug]') // { kind: 'catch-all', name: 'slug' }
 */
export function parseSegment(name: string): Segment | Issue {
  if (name === '') {
    return {
      code: 'FSR_BAD_PARAM_NAME',
      message: 'A file has no name before its extension.',
      help: "name it, 'index' if it answers at its folder's own URL.",
    };
  }
  if (!isBracketed(name) && name !== '[]') return /[[\]]/.test(name) ? badBrackets(name) : { kind: 'static', name };
  return checkParamName(parseParamName(name)) ?? parseNextSegment(name);
}

/** Reads one name as Next.js does: what is not wholly in brackets is a static name, however it looks. */
export function parseNextSegment(name: string): Segment | Issue {
  if (!isBracketed(name)) return { kind: 'static', name };
  const { isOptional, isCatchAll, inner } = parseParamName(name);
  if (inner.startsWith('…')) {
    return badName(`'${name}' has the one-character ellipsis '…'`, `write three dots: '${name.replace('…', '...')}'.`);
  }
  if (inner.startsWith('[') || inner.endsWith(']')) return badBrackets(name);
  if (inner.startsWith('.')) {
    const help = "write '[name]', or '[...name]' with exactly three periods.";
    return badName(`'${name}' has a parameter name that starts with a period`, help);
  }
  if (inner === '__proto__') {
    const what = "A parameter cannot be called '__proto__', which objects treat as their prototype";
    return badName(what, 'choose another name.');
  }
  if (isCatchAll) return { kind: isOptional ? 'optional-catch-all' : 'catch-all', name: inner };
  if (isOptional) {
    return {
      code: 'FSR_OPTIONAL_PARAM',
      message: `'${name}' would be an optional parameter, and only a catch-all can be optional.`,
      help: `use '[[...${inner}]]', or '[${inner}]' together with an index file beside it.`,
    };
  }
  return { kind: 'dynamic', name: inner };
}

/** The names of the params in a path, in its order. */
export function paramNames(segments: readonly Segment[]): string[] {
  return segments.filter(({ kind }) => kind !== 'static').map(({ name }) => name);
}

export function isSegment(parsed: Segment | Issue): parsed is Segment {
  return 'kind' in parsed;
}

/** `[]` is no parameter in Next.js, but two characters like others. */
export function isBracketed(name: string): boolean {
  return name.startsWith('[') && name.endsWith(']') && name.length > 2;
}

interface ParamName {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isCatchAll: boolean;
  readonly inner: string;
}

function parseParamName(name: string): ParamName {
  let inner = name.slice(1, -1);
  const isOptional = inner.length >= 2 && inner.startsWith('[') && inner.endsWith(']');
  if (isOptional) inner = inner.slice(1, -1);
  const isCatchAll = inner.startsWith('...');
  return { name, isOptional, isCatchAll, inner: isCatchAll ? inner.slice(3) : inner };
}

/** What Next.js lets pass and nobody means. */
function checkParamName({ name, inner }: ParamName): Issue | undefined {
  if (/[[\]]/.test(inner)) return badBrackets(name);
  if (inner === '') {
    return badName(`'${name}' has no parameter name`, "put a name between the brackets, such as '[id]'.");
  }
  if (inner === inner.trim()) return undefined;
  return badName(
    `'${name}' has a space at an end of the parameter name`,
    `write '${name.replace(inner, inner.trim())}'.`,
  );
}

function badName(what: string, help: string): Issue {
  return { code: 'FSR_BAD_PARAM_NAME', message: `${what}.`, help };
}

function badBrackets(name: string): Issue {
  return {
    code: 'FSR_BAD_BRACKETS',
    message: `'${name}' has brackets that are not one parameter: a parameter is a whole name, '[id]', '[...slug]' or '[[...slug]]'.`,
    help: 'rename it: one parameter for the whole name and nothing around it, or no brackets.',
  };
}

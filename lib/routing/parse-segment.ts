import type { Issue } from '../types/problem.js';
import type { Segment } from '../types/index.js';
import { refuseOtherBrackets, refuseOtherNotation } from './other-notations.js';

/**
 * Parses one part of a route file's path.
 *
 * The rules are those of Next.js (`sorted-routes.ts`), and stricter: brackets that Next.js would read literally
 * (`[a]-[b]`, `[a`, `[]`) are nearly always a mistake, and are refused.
 *
 * @param name the part between two slashes, without the file's extension
 * @returns an issue if the name is refused
 * @example parseSegment('[...slug]') // { kind: 'catch-all', name: 'slug' }
 */
export function parseSegment(name: string): Segment | Issue {
  if (name === '') {
    return {
      code: 'FSR_BAD_PARAM_NAME',
      message: 'The file has no name before its extension.',
      help: "give it a name: 'index' if it answers at its folder's own URL.",
    };
  }
  if (!isBracketed(name) && name !== '[]') return checkStaticName(name) ?? { kind: 'static', name };
  return checkParamName(parseParamName(name)) ?? parseNextSegment(name);
}

/** Parses one part of a path as Next.js does: a name that is not entirely in brackets is static. */
export function parseNextSegment(name: string): Segment | Issue {
  if (!isBracketed(name)) return { kind: 'static', name };
  const { isOptional, isCatchAll, inner } = parseParamName(name);
  if (inner.startsWith('…')) {
    const help = `write three periods: '${name.replace('…', '...')}'.`;
    return badName(`'${name}' has the one-character ellipsis '…'`, help);
  }
  if (inner.startsWith('[') || inner.endsWith(']')) return badBrackets(name);
  if (inner.startsWith('.')) {
    const help = "write '[name]', or '[...name]' with exactly three periods.";
    return badName(`'${name}' has a param name that starts with a period`, help);
  }
  if (inner === '__proto__') {
    return badName("A param cannot have the name '__proto__', which sets an object's prototype", 'rename it.');
  }
  if (isCatchAll) return { kind: isOptional ? 'optional-catch-all' : 'catch-all', name: inner };
  if (isOptional) {
    return {
      code: 'FSR_OPTIONAL_PARAM',
      message: `'${name}' is an optional param, and only a catch-all can be optional.`,
      help: `use '[[...${inner}]]', or '[${inner}]' and an index file beside it.`,
    };
  }
  return { kind: 'dynamic', name: inner };
}

/** Returns the names of a path's params, in order. */
export function paramNames(segments: readonly Segment[]): string[] {
  return segments.filter(({ kind }) => kind !== 'static').map(({ name }) => name);
}

export function isSegment(parsed: Segment | Issue): parsed is Segment {
  return 'kind' in parsed;
}

/** Returns `true` if a name is in brackets. As in Next.js, `[]` is a static name. */
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

/** Returns an issue for a static name that Next.js accepts but that is nearly always a mistake. */
function checkStaticName(name: string): Issue | undefined {
  if (/[[\]]/.test(name)) return badBrackets(name);
  const trimmed = name.trim();
  if (name !== trimmed) {
    return badName(`'${name}' has a space at its start or end`, trimmed === '' ? 'rename it.' : `write '${trimmed}'.`);
  }
  return refuseOtherNotation(name);
}

/** Returns an issue for a param name that Next.js accepts but that is nearly always a mistake. */
function checkParamName({ name, inner }: ParamName): Issue | undefined {
  if (/[[\]]/.test(inner)) return badBrackets(name);
  if (inner === '') {
    return badName(`'${name}' has no param name`, "write a name between the brackets, such as '[id]'.");
  }
  if (inner === inner.trim()) return refuseOtherBrackets(name, inner);
  return badName(
    `'${name}' has a space at the start or end of the param name`,
    `write '${name.replace(inner, inner.trim())}'.`,
  );
}

function badName(what: string, help: string): Issue {
  return { code: 'FSR_BAD_PARAM_NAME', message: `${what}.`, help };
}

function badBrackets(name: string): Issue {
  const [, param, method] = /^(\[[^[\]]+\])\.(get|post|put|patch|delete|head|options)$/i.exec(name) ?? [];
  if (param !== undefined && method !== undefined) {
    return {
      code: 'FSR_BAD_BRACKETS',
      message: `'${name}' has a method in its name, as in other routers. Here a file exports its methods.`,
      help: `rename it to '${param}', and export a function ${method.toUpperCase()}.`,
    };
  }
  return {
    code: 'FSR_BAD_BRACKETS',
    message: `'${name}' has brackets but is not a param: a param is a whole name, '[id]', '[...slug]' or '[[...slug]]'.`,
    help: 'rename it to one param with nothing around it, or remove the brackets.',
  };
}

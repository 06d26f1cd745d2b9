import type { Problem } from './errors.js';
import type { Segment } from './types.js';

/** What is wrong with a name; the caller knows the file. */
export type SegmentProblem = Omit<Problem, 'files'>;

/**
 * Reads one name of a route file's path.
 *
 * The rules are those of Next.js (`sorted-routes.ts`), with one stricter: a name with brackets that
 * Next would take literally (`[a]-[b]`, `[a`, `[]`) is nearly always a slip, and is refused.
 *
 * @param name one name between slashes, without the file's extension
 * @example parseSegment('[...slug]') // { kind: 'catch-all', name: 'slug' }
 */
export function parseSegment(name: string): Segment | SegmentProblem {
  if (!name.startsWith('[') || !name.endsWith(']') || name.length < 2) return parseStatic(name);

  let inner = name.slice(1, -1);
  const isOptional = inner.length >= 2 && inner.startsWith('[') && inner.endsWith(']');
  if (isOptional) inner = inner.slice(1, -1);
  if (inner.startsWith('…')) {
    return badName(`'${name}' has the one-character ellipsis '…'`, `write three dots: '${name.replace('…', '...')}'.`);
  }
  const isCatchAll = inner.startsWith('...');
  if (isCatchAll) inner = inner.slice(3);

  const slip = badParamName(name, inner);
  if (slip) return slip;
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

export function isSegment(parsed: Segment | SegmentProblem): parsed is Segment {
  return 'kind' in parsed;
}

function parseStatic(name: string): Segment | SegmentProblem {
  if (name === '') {
    return {
      code: 'FSR_BAD_PARAM_NAME',
      message: 'A file has no name before its extension.',
      help: "name it, 'index' if it answers at its folder's own URL.",
    };
  }
  return /[[\]]/.test(name) ? badBrackets(name) : { kind: 'static', name };
}

function badParamName(name: string, inner: string): SegmentProblem | undefined {
  if (/[[\]]/.test(inner)) return badBrackets(name);
  if (inner === '')
    return badName(`'${name}' has no parameter name`, "put a name between the brackets, such as '[id]'.");
  if (inner.startsWith('.')) {
    return badName(
      `'${name}' has a parameter name that starts with a period`,
      "write '[name]', or '[...name]' with exactly three periods.",
    );
  }
  if (inner !== inner.trim()) {
    return badName(
      `'${name}' has a space at an end of the parameter name`,
      `write '${name.replace(inner, inner.trim())}'.`,
    );
  }
  if (inner === '__proto__') {
    return badName(
      "A parameter cannot be called '__proto__', which objects treat as their prototype",
      'choose another name.',
    );
  }
  return undefined;
}

function badName(what: string, help: string): SegmentProblem {
  return { code: 'FSR_BAD_PARAM_NAME', message: `${what}.`, help };
}

function badBrackets(name: string): SegmentProblem {
  return {
    code: 'FSR_BAD_BRACKETS',
    message: `'${name}' has brackets that are not one parameter: a parameter is a whole name, '[id]', '[...slug]' or '[[...slug]]'.`,
    help: 'rename it: one parameter for the whole name and nothing around it, or no brackets.',
  };
}

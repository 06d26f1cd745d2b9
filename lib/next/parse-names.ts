import { isBracketed, isSegment, parseNextSegment } from '../routing/parse-segment.js';
import type { Issue } from '../types/problem.js';
import { canonicalSpelling } from '../routing/static-name.js';
import type { Segment } from '../types/index.js';

/** The pattern for the prefix, param and suffix of a name: `PARAMETER_PATTERN` of Next.js. */
const paramPattern = /^([^[]*)\[((?:\[[^\]]*\])|[^\]]+)\](.*)$/;

/**
 * Parses the names of a path as Next.js does. A path is dynamic if one of its names is entirely in brackets. In a
 * dynamic path, every other name with brackets also has a param, with a prefix or suffix. In any other path, brackets
 * are plain characters.
 *
 * @example parseNextNames(['[id]', '[a]b']) // `/1/xb` is { id: '1', a: 'x' }
 */
export function parseNextNames(names: readonly string[]): (Segment | Issue)[] {
  const isDynamic = names.some(isBracketed);
  return names.map((name) => {
    const parsed = parseNextSegment(name);
    return isDynamic && isSegment(parsed) ? withAffix(name, parsed) : parsed;
  });
}

function withAffix(literal: string, parsed: Segment): Segment {
  const [, prefix = '', param = '', suffix = ''] = paramPattern.exec(literal) ?? [];
  if (param === '' || (prefix === '' && suffix === '')) return parsed;
  const isCatchAll = param.startsWith('...');
  const name = isCatchAll ? param.slice(3) : param;
  return { kind: 'dynamic', name, affix: { literal, prefix, suffix, isCatchAll } };
}

/**
 * The characters that Next.js cannot match in a static name. From Node 24 on, `^` is one: the URL parser escapes it.
 */
const unreachablePattern =
  new URL('http://n/^').pathname === '/^' ? /[^\x21-\x7e]|["#<>?\\`{}]/ : /[^\x21-\x7e]|["#<>?\\`{}^]/;

/**
 * Returns the only spelling in a URL that matches a static name in `compat: 'next'`. It is the name itself, because
 * Next.js compares names with the raw path. A name that Next.js can never match gets its canonical spelling.
 */
export function nextSpelling(name: string): string {
  return unreachablePattern.test(name) ? canonicalSpelling(name) : name;
}

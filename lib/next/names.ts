import { isBracketed, isSegment, parseNextSegment } from '../routing/parse-segment.js';
import type { Issue } from '../types/problem.js';
import { canonicalSpelling } from '../routing/static-name.js';
import type { Segment } from '../types/index.js';

/** Prefix, parameter and suffix of a name: `PARAMETER_PATTERN` of Next.js. */
const parameterPattern = /^([^[]*)\[((?:\[[^\]]*\])|[^\]]+)\](.*)$/;

/**
 * Reads the names of a path as Next.js does. A path is dynamic when one of its names is wholly in
 * brackets; then whatever else has brackets is a parameter, too, with text before or after it. In any
 * other path, brackets are characters like others.
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
  const [, prefix = '', parameter = '', suffix = ''] = parameterPattern.exec(literal) ?? [];
  if (parameter === '' || (prefix === '' && suffix === '')) return parsed;
  const isCatchAll = parameter.startsWith('...');
  const name = isCatchAll ? parameter.slice(3) : parameter;
  return { kind: 'dynamic', name, affix: { literal, prefix, suffix, isCatchAll } };
}

/** What Next.js cannot find a static name with. Since Node 24, URL parsing escapes `^`, too. */
const unreachablePattern =
  new URL('http://n/^').pathname === '/^' ? /[^\x21-\x7e]|["#<>?\\`{}]/ : /[^\x21-\x7e]|["#<>?\\`{}^]/;

/**
 * Returns the one spelling at which a static name answers in `compat: 'next'`: the name as it is, which is what
 * Next.js compares with the raw path. A name that Next.js cannot reach has its canonical spelling.
 */
export function nextSpelling(name: string): string {
  return unreachablePattern.test(name) ? canonicalSpelling(name) : name;
}

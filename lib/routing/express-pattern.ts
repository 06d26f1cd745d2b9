import type { Segment } from '../types/index.js';

/** The path syntax of the installed Express: path-to-regexp 0.1 in version 4, version 8 in 5. */
export type PatternSyntax = 'express4' | 'express5';

/**
 * The Express path string of a route, which ends up as `req.route.path` and in tracing tools.
 *
 * @param spell returns how a static name is written in a URL
 * @example expressPattern([{ kind: 'static', name: 'd' }, { kind: 'catch-all', name: 'slug' }], 'express5', canonicalSpelling) // '/d/*slug'
 */
export function expressPattern(
  segments: readonly Segment[],
  syntax: PatternSyntax,
  spell: (name: string) => string,
): string {
  const keys: string[] = [];
  let pattern = '';
  for (const segment of segments) {
    if (segment.kind === 'static') pattern += `/${staticText(segment.name, syntax, spell)}`;
    else pattern += paramText(segment, syntax, keys);
  }
  return pattern || '/';
}

function paramText(
  { kind, name }: Exclude<Segment, { kind: 'static' }>,
  syntax: PatternSyntax,
  keys: string[],
): string {
  // `[...]` has an empty name in Next.js, and Express wants one.
  const key = syntax === 'express4' ? uniqueKey(name || '_', keys) : name || '_';
  keys.push(key);
  return syntax === 'express4' ? express4Param(kind, key) : express5Param(kind, key);
}

function express4Param(kind: Exclude<Segment['kind'], 'static'>, key: string): string {
  switch (kind) {
    case 'dynamic':
      return `/:${key}`;
    // `(*)` and not `(.*)`, of which path-to-regexp 0.1 makes a second group that begins one character
    // later: within a percent-escape, then, which it fails to decode.
    case 'catch-all':
      return `/:${key}(*)`;
    case 'optional-catch-all':
      return `/:${key}(*)?`;
  }
}

function express5Param(kind: Exclude<Segment['kind'], 'static'>, key: string): string {
  // path-to-regexp 8 takes a JavaScript identifier as it is and anything else in quotes.
  const isIdentifier = /^[a-z_]\w*$/i.test(key) || /^[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*$/u.test(key);
  const name = isIdentifier ? key : `"${key.replace(/["\\]/g, '\\$&')}"`;
  switch (kind) {
    case 'dynamic':
      return `/:${name}`;
    case 'catch-all':
      return `/*${name}`;
    case 'optional-catch-all':
      return `{/*${name}}`;
  }
}

/** Express 4 reads a parameter's name as `\w+`, so `my-id` becomes `my_id`; unique within the path. */
function uniqueKey(name: string, taken: readonly string[]): string {
  const base = name.replace(/\W/g, '_');
  let key = base;
  for (let count = 2; taken.includes(key); count += 1) key = `${base}_${count}`;
  return key;
}

/** Text that is the same in a name, in a URL and in a pattern, as nearly all names are. */
const plainText = /^[\w.~-]+$/;

function staticText(name: string, syntax: PatternSyntax, spell: (name: string) => string): string {
  if (plainText.test(name)) return name;
  return spell(name).replace(syntax === 'express4' ? /[()[\]+?*:$^|{}\\]/g : /[()[\]+?!*:{}\\]/g, '\\$&');
}

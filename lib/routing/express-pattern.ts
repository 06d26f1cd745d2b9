import type { Segment } from '../types/index.js';

/** The path syntax of the installed Express: that of path-to-regexp 0.1 in Express 4, and of version 8 in Express 5. */
export type PatternSyntax = 'express4' | 'express5';

/**
 * Builds the Express path of a route, which becomes `req.route.path` and the name of the route in tracing tools.
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
  // `[...]` has an empty name in Next.js, and Express requires a name.
  const key = syntax === 'express4' ? uniqueKey(name || '_', keys) : name || '_';
  keys.push(key);
  return syntax === 'express4' ? express4Param(kind, key) : express5Param(kind, key);
}

function express4Param(kind: Exclude<Segment['kind'], 'static'>, key: string): string {
  switch (kind) {
    case 'dynamic':
      return `/:${key}`;
    // Not `(.*)`: path-to-regexp 0.1 turns it into a second group that begins one character later, possibly inside a
    // percent-escape, which then cannot be decoded.
    case 'catch-all':
      return `/:${key}(*)`;
    case 'optional-catch-all':
      return `/:${key}(*)?`;
  }
}

function express5Param(kind: Exclude<Segment['kind'], 'static'>, key: string): string {
  // path-to-regexp 8 accepts a JavaScript identifier as it is, and any other name in quotes.
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

/**
 * Converts a name to one that Express 4 can parse (`\w+`) and that is not taken: `my-id` becomes `my_id`, or `my_id_2`
 * if the path already has `my_id`.
 */
function uniqueKey(name: string, taken: readonly string[]): string {
  const base = name.replace(/\W/g, '_');
  let key = base;
  for (let count = 2; taken.includes(key); count += 1) key = `${base}_${count}`;
  return key;
}

/** The pattern for a name that is the same on disk, in a URL and in an Express path, as nearly all are. */
const plainText = /^[\w.~-]+$/;

function staticText(name: string, syntax: PatternSyntax, spell: (name: string) => string): string {
  if (plainText.test(name)) return name;
  return spell(name).replace(syntax === 'express4' ? /[()[\]+?*:$^|{}\\]/g : /[()[\]+?!*:{}\\]/g, '\\$&');
}

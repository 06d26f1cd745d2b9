import { readStyle, restyle, type CodeStyle } from '../text/code-style.js';
import { findImport, type ImportOf } from './find-apps.js';
import type { Place } from './find-insertion-point.js';
import { bracketsAround, type Range, type Source } from '../text/tokenize.js';
import { splitStatements, statementAt } from '../text/split-statements.js';

/** Lines that come into a text, at an offset at the end of a line. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** How the file that makes the app finds the folder beside it when it runs. */
export type Whereabouts = 'import.meta.url' | '__dirname';

/** The folder to mount, and what decides about the code that mounts it. */
export interface Mount {
  /** Where in the URL: `/api`. */
  readonly path: string;
  /** Relative to the file's folder, with `/`: `api`. */
  readonly folder: string;
  readonly whereabouts: Whereabouts;
}

/** The line that mounts the folder, in the usual style. */
export function mountLine(app: string, { path: mountPath, folder, whereabouts }: Mount, pathName?: string): string {
  const parts = folder.split('/').map((name) => `'${name}'`);
  const directory =
    pathName === undefined ? `__dirname + '/${folder}'` : `${pathName}.join(__dirname, ${parts.join(', ')})`;
  const source = whereabouts === 'import.meta.url' ? `new URL('./${folder}', import.meta.url)` : directory;
  return `${app}.use('${mountPath}', fsRoutes(${source}));`;
}

/** The line that imports the package, in the usual style. */
export function importLine(isImport: boolean, keyword = 'const'): string {
  const names = '{ fsRoutes }';
  return isImport ? `import ${names} from 'express-pages-api';` : `${keyword} ${names} = require('express-pages-api');`;
}

/**
 * What comes into the file that makes the app: the import, behind that of Express, and the line.
 *
 * @returns in the order of the text; or why that is not sure
 */
export function editEntry(
  source: Source,
  { app, after }: Exclude<Place, { unsure: string }>,
  mount: Mount,
): readonly Insertion[] | { readonly unsure: string } {
  if (source.tokens.some(({ text }) => text === 'fsRoutes')) return { unsure: 'something is called fsRoutes already' };
  const style = readStyle(source);
  const express = findImport(source, ['express'])!;
  const importing = statementAt(splitStatements(source, { from: 0, to: source.tokens.length }), express.at)!;
  const { lines, pathName } = importLines(source, express, { importing, after }, mount.whereabouts);
  const isOwnLine = source.tokens[after.from]!.line === source.tokens[after.to - 1]!.line;
  const insertions = [
    insertAfter(source, importing, lines, style),
    insertAfter(source, after, [...(isOwnLine ? [] : ['']), mountLine(app.name, mount, pathName)], style),
  ];
  const [first, second] = insertions;
  if (!first || !second) return { unsure: 'several statements share a line there' };
  return first.offset <= second.offset ? [first, second] : { unsure: 'Express is imported after it is used' };
}

/** The imports to add, and the name that `node:path` has in the file. */
function importLines(
  source: Source,
  express: ImportOf,
  { importing, after }: { importing: Range; after: Range },
  whereabouts: Whereabouts,
) {
  const isImport = express.form !== 'require';
  const first = source.tokens[importing.from]!.text;
  const keyword = /^(?:const|let|var)$/.test(first) ? first : 'const';
  const lines = [importLine(isImport, keyword)];
  if (whereabouts === 'import.meta.url') return { lines, pathName: undefined };
  const known = findImport(source, ['path', 'node:path']);
  const isThere =
    known && (known.form !== 'require' || known.at < after.from) && bracketsAround(source, known.at - 3).length === 0;
  if (isThere && known.name !== undefined) return { lines, pathName: known.name };
  const isTaken = source.tokens.some(({ text }, index) => text === 'path' && isName(source, index));
  if (isTaken) return { lines, pathName: undefined };
  const star = express.form === 'namespace' ? '* as path' : 'path';
  lines.unshift(isImport ? `import ${star} from 'node:path';` : `${keyword} path = require('node:path');`);
  return { lines, pathName: 'path' };
}

/** Whether a word is a variable's name, and not a property's. */
function isName({ tokens }: Source, index: number): boolean {
  return tokens[index - 1]?.text !== '.' && tokens[index + 1]?.text !== ':';
}

/** Lines behind a statement, as far indented; undefined where something else is in its last line. */
function insertAfter(
  { text, tokens, comments }: Source,
  statement: Range,
  lines: readonly string[],
  style: CodeStyle,
): Insertion | undefined {
  const first = tokens[statement.from]!;
  const last = tokens[statement.to - 1]!;
  const next = tokens[statement.to];
  const offset = last.end + /^[^\r\n]*/.exec(text.slice(last.end))![0].length;
  const isInComment = comments.some(({ start, end }) => start < offset && offset < end);
  if (!first.startsLine || (next && next.start < offset) || isInComment) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', first.start - 1), text.lastIndexOf('\r', first.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, first.start).replace('\uFEFF', ''))![0];
  // A `;` before it may be there for the sake of what begins the next line.
  const semicolon = last.text === ';' ? ';' : style.semicolon;
  const added = lines.map((line) => (line === '' ? '' : indent + restyle(line, { ...style, semicolon })));
  return { offset, text: added.map((line) => style.lineEnd + line).join('') };
}

/** The text with all that comes into it. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  const pieces = insertions.map(
    ({ offset, text: added }, index) => text.slice(insertions[index - 1]?.offset ?? 0, offset) + added,
  );
  return pieces.join('') + text.slice(insertions.at(-1)?.offset ?? 0);
}

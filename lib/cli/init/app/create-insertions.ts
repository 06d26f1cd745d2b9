import type { Unclear } from '../plan.js';
import { applyStyle, detectStyle, type CodeStyle } from '../text/code-style.js';
import { splitStatements, statementAt } from '../text/split-statements.js';
import { enclosingBrackets, textAt, type Source, type TokenRange } from '../text/tokenize.js';
import { findImport, type PackageImport } from './find-apps.js';
import type { InsertionPoint } from './find-insertion-point.js';

/** A text that is inserted at the end of a line. */
export interface Insertion {
  /** The offset of the line ending in the file. */
  readonly offset: number;
  readonly text: string;
}

/** The expression with which a module finds its own folder. */
export type ModuleLocation = 'import.meta.url' | '__dirname';

/** The route folder to mount. */
export interface Mount {
  /** The mount path: `/api`. */
  readonly path: string;
  /** The route folder, relative to the folder of the entry and with `/`: `api`. */
  readonly folder: string;
  readonly location: ModuleLocation;
}

/** Returns the statement that mounts the folder, in the style that `applyStyle` expects. */
export function mountStatement(app: string, { path: mountPath, folder, location }: Mount, pathName?: string): string {
  const segments = folder.split('/').map((name) => `'${name}'`);
  const directory =
    pathName === undefined ? `__dirname + '/${folder}'` : `${pathName}.join(__dirname, ${segments.join(', ')})`;
  const folderArgument = location === 'import.meta.url' ? `new URL('./${folder}', import.meta.url)` : directory;
  return `${app}.use('${mountPath}', fsRoutes(${folderArgument}));`;
}

/** Returns the statement that imports `fsRoutes`, in the style that `applyStyle` expects. */
export function importStatement(isImport: boolean, keyword = 'const'): string {
  const names = '{ fsRoutes }';
  return isImport ? `import ${names} from 'express-pages-api';` : `${keyword} ${names} = require('express-pages-api');`;
}

/**
 * Creates the insertions for the entry: the import of `fsRoutes` after that of Express, and the statement that
 * mounts the folder.
 *
 * @returns the insertions in the order of the text
 */
export function createInsertions(
  source: Source,
  express: PackageImport,
  { app, after }: InsertionPoint,
  mount: Mount,
): readonly Insertion[] | Unclear {
  if (source.tokens.some(({ text }) => text === 'fsRoutes')) {
    return { unclear: 'the name `fsRoutes` is already in use' };
  }
  const style = detectStyle(source);
  const statements = splitStatements(source, { from: 0, to: source.tokens.length });
  const expressImport = statementAt(statements, express.specifier);
  const { lines, pathName } = createImports(source, express, { expressImport, after }, mount.location);
  const isOneLine = source.tokens[after.from]?.line === source.tokens[after.to - 1]?.line;
  const mountLines = [...(isOneLine ? [] : ['']), mountStatement(app.name, mount, pathName)];
  const importInsertion = createInsertion(source, expressImport, lines, style);
  const mountInsertion = createInsertion(source, after, mountLines, style);
  if (!importInsertion || !mountInsertion) {
    return { unclear: 'a new line would have to go between statements that share a line' };
  }
  return importInsertion.offset <= mountInsertion.offset
    ? [importInsertion, mountInsertion]
    : { unclear: 'Express is imported after it is used' };
}

/** Creates the imports to add. Returns them with the local name of `node:path` if the mount statement uses it. */
function createImports(
  source: Source,
  express: PackageImport,
  { expressImport, after }: { expressImport: TokenRange; after: TokenRange },
  location: ModuleLocation,
): { lines: string[]; pathName: string | undefined } {
  const isImport = express.form !== 'require';
  const first = textAt(source, expressImport.from);
  const keyword = /^(?:const|let|var)$/.test(first) ? first : 'const';
  const lines = [importStatement(isImport, keyword)];
  if (location === 'import.meta.url') return { lines, pathName: undefined };
  const existing = findImport(source, ['path', 'node:path']);
  const isUsable =
    existing &&
    (existing.form !== 'require' || existing.specifier < after.from) &&
    enclosingBrackets(source, existing.specifier - 3).length === 0;
  if (isUsable && existing.localName !== undefined) return { lines, pathName: existing.localName };
  const isTaken = source.tokens.some(({ text }, index) => text === 'path' && isVariableName(source, index));
  if (isTaken) return { lines, pathName: undefined };
  const binding = express.form === 'namespace' ? '* as path' : 'path';
  lines.unshift(isImport ? `import ${binding} from 'node:path';` : `${keyword} path = require('node:path');`);
  return { lines, pathName: 'path' };
}

/** Returns `true` if a word is the name of a variable and not of a property. */
function isVariableName(source: Source, index: number): boolean {
  return textAt(source, index - 1) !== '.' && textAt(source, index + 1) !== ':';
}

/**
 * Creates an insertion after a statement, with the same indentation.
 *
 * @returns `undefined` if the statement shares its first or last line with another one or with a comment that continues
 */
function createInsertion(
  { text, tokens, comments }: Source,
  statement: TokenRange,
  lines: readonly string[],
  style: CodeStyle,
): Insertion | undefined {
  const first = tokens[statement.from];
  const last = tokens[statement.to - 1];
  const next = tokens[statement.to];
  if (!first?.startsLine || !last) return undefined;
  const offset = last.end + text.slice(last.end).search(/[\r\n]|$/);
  const isInComment = comments.some(({ start, end }) => start < offset && offset < end);
  if ((next && next.start < offset) || isInComment) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', first.start - 1), text.lastIndexOf('\r', first.start - 1)) + 1;
  const [indent = ''] = /^[ \t]*/.exec(text.slice(lineStart, first.start).replace('\uFEFF', '')) ?? [];
  // In a file without semicolons, the statement has a `;` if the next line starts with `[`: the new line needs it, too.
  const semicolon = last.text === ';' ? ';' : style.semicolon;
  const added = lines.map((line) => (line === '' ? '' : indent + applyStyle(line, { ...style, semicolon })));
  return { offset, text: added.map((line) => style.lineEnding + line).join('') };
}

/** Returns the text with all insertions. */
export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  const pieces = insertions.map(
    ({ offset, text: added }, index) => text.slice(insertions[index - 1]?.offset ?? 0, offset) + added,
  );
  return pieces.join('') + text.slice(insertions.at(-1)?.offset ?? 0);
}

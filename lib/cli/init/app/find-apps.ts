import { bracketsAround, unquoted, type Range, type Source } from '../text/tokenize.js';
import { splitStatements, statementAt } from '../text/split-statements.js';

/** An Express app that a file makes and gives a name to. */
export interface MadeApp {
  readonly name: string;
  /** The statements of the file or function that makes it. */
  readonly statements: readonly Range[];
  /** The one that makes it. */
  readonly maker: Range;
}

/** What a file has to do with Express. */
export interface Apps {
  readonly apps: readonly MadeApp[];
  /** The line of an `express()` whose result has no plain name: `this.app = express()`. */
  readonly unnamedLine?: number;
}

/** Where a package is imported. */
export interface ImportOf {
  /** The name that its default export or itself has here; undefined where only parts of it are taken. */
  readonly name: string | undefined;
  /** How: `import x from`, `import * as x from`, `import x = require()`, or `require()`. */
  readonly form: 'default' | 'namespace' | 'import-require' | 'require';
  /** The index of the token with the package's name. */
  readonly at: number;
}

/** The first import of one of these packages; those of types do not count. */
export function findImport(source: Source, packages: readonly string[]): ImportOf | undefined {
  const { tokens } = source;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'string' || !packages.includes(unquoted(token))) continue;
    const before = tokens[at - 1]?.text;
    if (before === 'from') {
      const found = readImport(source, at);
      if (found) return found;
    }
    if (before === '(' && tokens[at - 2]?.text === 'require') {
      const isAssigned = tokens[at - 3]?.text === '=' && tokens[at - 4]?.kind === 'word';
      const name = isAssigned ? tokens[at - 4]!.text : undefined;
      return { name, form: tokens[at - 5]?.text === 'import' ? 'import-require' : 'require', at };
    }
  }
  return undefined;
}

/** `import x from`, `import x, { y } from`, `import * as x from`, `import { y } from`. */
function readImport({ tokens }: Source, at: number): ImportOf | undefined {
  let start = at - 2;
  while (start >= 0 && tokens[start]!.text !== 'import' && tokens[start]!.text !== ';') start--;
  const texts = tokens.slice(start, start + 4).map(({ text }) => text);
  if (texts[0] !== 'import' || (texts[1] === 'type' && texts[2] !== 'from')) return undefined;
  if (texts[1] === '*') return { name: texts[3], form: 'namespace', at };
  return { name: tokens[start + 1]!.kind === 'word' ? texts[1] : undefined, form: 'default', at };
}

/** Finds the apps that a file makes, by `express()` or `require('express')()`. */
export function findApps(source: Source): Apps {
  const { tokens } = source;
  const express = findImport(source, ['express']);
  if (!express) return { apps: [] };
  const apps: MadeApp[] = [];
  let unnamedLine: number | undefined;
  for (const [index, token] of tokens.entries()) {
    const isCall = tokens[index + 1]?.text === '(' && tokens[index + 2]?.text === ')';
    const isDirect = index === express.at + 1 && express.form === 'require';
    const isNamed = token.kind === 'word' && token.text === express.name && tokens[index - 1]?.text !== '.';
    if (!isCall || !(isDirect || isNamed)) continue;
    const app = tokens[index + 3]?.text === '.' ? undefined : readApp(source, isDirect ? express.at - 2 : index);
    if (app) apps.push(app);
    else unnamedLine ??= token.line;
  }
  return { apps, ...(unnamedLine !== undefined && { unnamedLine }) };
}

/** @param call the first token of the call that makes the app */
function readApp(source: Source, call: number): MadeApp | undefined {
  const { tokens, partner } = source;
  const name = tokens[call - 1]?.text === '=' ? nameBefore(source, call - 1) : undefined;
  if (name === undefined) return undefined;
  const [open] = bracketsAround(source, call);
  if (open !== undefined && tokens[open]!.text !== '{') return undefined;
  const block = open === undefined ? { from: 0, to: tokens.length } : { from: open + 1, to: partner[open]! };
  const statements = splitStatements(source, block);
  const maker = statementAt(statements, call)!;
  const isDeclaration = /^(?:const|let|var|export)$/.test(tokens[maker.from]!.text);
  return isDeclaration || isDeclared(source, name) ? { name, statements, maker } : undefined;
}

/** The name in `name =`, `name: Express =`, `name = module.exports =`. */
function nameBefore(source: Source, equals: number): string | undefined {
  const { tokens } = source;
  let first = equals - 1;
  while (tokens[first - 1]?.text === '.') first -= 2;
  const token = tokens[first];
  if (token?.kind !== 'word') return undefined;
  const before = tokens[first - 1]?.text;
  if (before === ':') return tokens[first - 2]?.kind === 'word' ? tokens[first - 2]!.text : undefined;
  if (token.text === 'module' || token.text === 'exports') {
    return before === '=' ? nameBefore(source, first - 1) : undefined;
  }
  return first === equals - 1 ? token.text : undefined;
}

/** Whether a name that is assigned to is a variable, and not a field of a class. */
function isDeclared({ tokens }: Source, name: string): boolean {
  return tokens.some(({ text }, index) => text === name && /^(?:let|var)$/.test(tokens[index - 1]?.text ?? ''));
}

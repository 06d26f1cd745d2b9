import { enclosingBrackets, matchingBracket, stringContent, textAt } from '../text/tokenize.js';
import type { Source, TokenRange } from '../text/tokenize.js';
import { splitStatements, statementAt } from '../text/split-statements.js';

/** An Express app that is assigned to a variable. */
export interface AppDeclaration {
  readonly name: string;
  /** The statements of the file or the block that contains the declaration. */
  readonly statements: readonly TokenRange[];
  /** The statement that creates the app. */
  readonly declaration: TokenRange;
}

/** The apps that a file creates. */
export interface AppsInFile {
  readonly express: PackageImport;
  readonly named: readonly AppDeclaration[];
  /** The line of the first `express()` that is not assigned to a variable, as in `this.app = express()`. */
  readonly unnamedLine?: number;
}

/** An import of a package. */
export interface PackageImport {
  /** The local name of the default export or the whole package; `undefined` for `import { y } from`. */
  readonly localName: string | undefined;
  /** The syntax: `import x from`, `import * as x from`, `import x = require()` or `require()`. */
  readonly form: 'default' | 'namespace' | 'import-require' | 'require';
  /** The index of the token of the module specifier. */
  readonly specifier: number;
}

/** Finds the first import of one of the packages. Skips `import type`. */
export function findImport(source: Source, packages: readonly string[]): PackageImport | undefined {
  for (const [specifier, token] of source.tokens.entries()) {
    if (token.kind !== 'string' || !packages.includes(stringContent(token))) continue;
    const before = textAt(source, specifier - 1);
    if (before === 'from') {
      const found = readImport(source, specifier);
      if (found) return found;
    }
    if (before === '(' && textAt(source, specifier - 2) === 'require') {
      const variable = source.tokens[specifier - 4];
      const isAssigned = textAt(source, specifier - 3) === '=' && variable?.kind === 'word';
      const form = textAt(source, specifier - 5) === 'import' ? 'import-require' : 'require';
      return { localName: isAssigned ? variable.text : undefined, form, specifier };
    }
  }
  return undefined;
}

/** Reads `import x from`, `import x, { y } from`, `import * as x from` or `import { y } from`. */
function readImport(source: Source, specifier: number): PackageImport | undefined {
  const start = source.tokens.findLastIndex(
    ({ text }, index) => index <= specifier - 2 && (text === 'import' || text === ';'),
  );
  const [keyword, first, second, third] = source.tokens.slice(Math.max(start, 0), start + 4);
  if (keyword?.text !== 'import' || (first?.text === 'type' && second?.text !== 'from')) return undefined;
  if (first?.text === '*') return { localName: third?.text, form: 'namespace', specifier };
  return { localName: first?.kind === 'word' ? first.text : undefined, form: 'default', specifier };
}

/**
 * Finds the apps that a file creates with `express()` or `require('express')()`.
 *
 * @returns `undefined` if the file does not import Express
 */
export function findApps(source: Source): AppsInFile | undefined {
  const express = findImport(source, ['express']);
  if (!express) return undefined;
  const named: AppDeclaration[] = [];
  let unnamedLine: number | undefined;
  for (const [index, token] of source.tokens.entries()) {
    const isCall = textAt(source, index + 1) === '(' && textAt(source, index + 2) === ')';
    const isRequire = index === express.specifier + 1 && express.form === 'require';
    const isExpress = token.kind === 'word' && token.text === express.localName && textAt(source, index - 1) !== '.';
    if (!isCall || !(isRequire || isExpress)) continue;
    const call = isRequire ? express.specifier - 2 : index;
    const app = textAt(source, index + 3) === '.' ? undefined : readAppDeclaration(source, call);
    if (app) named.push(app);
    else unnamedLine ??= token.line;
  }
  return { express, named, ...(unnamedLine !== undefined && { unnamedLine }) };
}

/**
 * Reads the declaration of an app.
 *
 * @param call the index of the first token of the call that creates the app
 * @returns `undefined` if the app is not assigned to a variable
 */
function readAppDeclaration(source: Source, call: number): AppDeclaration | undefined {
  const name = textAt(source, call - 1) === '=' ? assignedName(source, call - 1) : undefined;
  if (name === undefined) return undefined;
  const [open] = enclosingBrackets(source, call);
  if (open !== undefined && textAt(source, open) !== '{') return undefined;
  const block =
    open === undefined ? { from: 0, to: source.tokens.length } : { from: open + 1, to: matchingBracket(source, open) };
  const statements = splitStatements(source, block);
  const declaration = statementAt(statements, call);
  const isDeclaration = /^(?:const|let|var|export)$/.test(textAt(source, declaration.from));
  return isDeclaration || isDeclared(source, name) ? { name, statements, declaration } : undefined;
}

/** Returns the variable in `name =`, `name: Express =` or `name = module.exports =`. */
function assignedName(source: Source, equals: number): string | undefined {
  const { tokens } = source;
  let first = equals - 1;
  while (textAt(source, first - 1) === '.') first -= 2;
  const token = tokens[first];
  if (token?.kind !== 'word') return undefined;
  const before = textAt(source, first - 1);
  if (before === ':') {
    const variable = tokens[first - 2];
    return variable?.kind === 'word' ? variable.text : undefined;
  }
  if (token.text === 'module' || token.text === 'exports') {
    return before === '=' ? assignedName(source, first - 1) : undefined;
  }
  return first === equals - 1 ? token.text : undefined;
}

/** Returns `true` if a name is declared with `let` or `var`. A name that is not may be a field of a class. */
function isDeclared(source: Source, name: string): boolean {
  return source.tokens.some(({ text }, index) => text === name && /^(?:let|var)$/.test(textAt(source, index - 1)));
}

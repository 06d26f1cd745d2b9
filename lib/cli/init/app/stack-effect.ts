import {
  enclosingBrackets,
  matchingBracket,
  splitAtCommas,
  stringContent,
  textAt,
  type Source,
  type TokenRange,
} from '../text/tokenize.js';
import { readHandlerEffect } from './handler-effect.js';

/** The effect of a statement on an app's stack of middleware and routes. */
export type StackEffect =
  /** It adds nothing, such as `app.listen()` and `module.exports = app`, or does not use the app. */
  | 'none'
  /** It adds middleware, a route or a setting; requests reach what follows. */
  | 'adds'
  /** It adds a handler that answers every request, such as a 404 handler. */
  | 'ends'
  /** It ends the stack unless statements that add something follow: an error handler, or an unknown `app.get('*')`. */
  | 'may-end'
  /** It passes the app to a function that may add anything, such as `routes(app)`. */
  | 'escapes'
  /** It adds something in a function that is called later, or adds and ends in one chain of calls. */
  | 'unclear';

/** A handler that the app already has at the mount path or below. */
export interface ExistingRoute {
  readonly line: number;
  readonly path: string;
}

const addingMethods = /^(?:use|all|get|post|put|patch|delete|options|head|route|param|set|enable|disable|engine)$/;
const catchAllPath = /^\/?\(?\.?\*\)?$|^\/?\{?\/?\*\w+\}?$|^\/\.\*\/$/;
/** The functions and methods that take an app and add nothing to it. */
const serverFunctions = /^(?:createServer|createSecureServer|Server|listen|serve|on)$/;
const lastHandlerNames = /error|not_?found|404/i;

/** Determines the effect of a statement on the stack of the app with a name. */
export function readStackEffect(source: Source, statement: TokenRange, app: string): StackEffect {
  const references = findReferences(source, statement, app);
  const calls = references.filter(({ kind }) => kind === 'call');
  const immediate = calls.filter(({ at }) => !isDeferred(source, statement, at));
  const effects = immediate.map(({ at }) => readCallChain(source, at));
  for (const effect of ['unclear', 'ends', 'adds', 'may-end'] as const) if (effects.includes(effect)) return effect;
  const deferred = calls.filter(({ at }) => isDeferred(source, statement, at) && !isNestedInCall(source, at, calls));
  if (deferred.some(({ at }) => readCall(source, at) !== 'none')) return 'unclear';
  const value = references.find(({ kind, at }) => kind === 'value' && !isDeferred(source, statement, at));
  return value ? readEscape(source, statement, value.at) : 'none';
}

/** Finds what is mounted at `/api` or below with `app.use('/api', …)`, `app.get('/api/…', …)` and the like. */
export function findExistingRoutes(source: Source, statements: readonly TokenRange[], app: string): ExistingRoute[] {
  return statements
    .flatMap((statement) => findReferences(source, statement, app))
    .flatMap(({ kind, at }) => {
      const argument = source.tokens[at + 4];
      const isPath = kind === 'call' && matchingBracket(source, at + 3) > at + 4 && argument?.kind === 'string';
      if (!isPath || !/^\/api(?:\/|$)/.test(stringContent(argument))) return [];
      return [{ line: argument.line, path: stringContent(argument) }];
    });
}

/** A place that refers to the app. */
interface AppReference {
  /** A call of a method, such as `app.use(`, or the app as a value. */
  readonly kind: 'call' | 'value';
  /** The index of the app's name. */
  readonly at: number;
}

function findReferences(source: Source, { from, to }: TokenRange, app: string): AppReference[] {
  const references: AppReference[] = [];
  for (let at = from; at < to; at++) {
    if (textAt(source, at) !== app || textAt(source, at - 1) === '.') continue;
    const next = source.tokens[at + 1];
    if (next?.text === '.' && textAt(source, at + 3) === '(') references.push({ kind: 'call', at });
    else if (!next || /^[,;)\]}]$/.test(next.text) || next.startsLine) references.push({ kind: 'value', at });
  }
  return references;
}

/** Determines the effect of `app.use(…).use(…)`. */
function readCallChain(source: Source, at: number): StackEffect {
  const effects = [readCall(source, at)];
  // The calls after `app.route()` are methods of the route.
  const isRoute = textAt(source, at + 2) === 'route';
  let close = matchingBracket(source, at + 3);
  while (!isRoute && textAt(source, close + 1) === '.' && textAt(source, close + 3) === '(') {
    effects.push(readCall(source, close));
    close = matchingBracket(source, close + 3);
  }
  const [first = 'none', ...others] = effects.filter((effect) => effect !== 'none');
  return others.every((effect) => effect === first) ? first : 'unclear';
}

/**
 * Determines the effect of `app.method(…)`.
 *
 * @param at the index of the token before the `.`
 */
function readCall(source: Source, at: number): StackEffect {
  const open = at + 3;
  const method = textAt(source, at + 2);
  const parts = splitAtCommas(source, { from: open + 1, to: matchingBracket(source, open) });
  // `app.get('env')` reads a setting.
  if (!addingMethods.test(method) || (method === 'get' && parts.length === 1)) return 'none';
  if (!/^(?:use|all|get)$/.test(method)) return 'adds';
  const first = source.tokens[open + 1];
  const isLiteral = parts[0]?.to === open + 2 && (first?.kind === 'string' || first?.kind === 'regex');
  const hasPath = parts.length > 1 && (isLiteral || first?.text === '[');
  const pathText = first?.kind === 'string' ? stringContent(first) : textAt(source, open + 1);
  const isCatchAll = hasPath && catchAllPath.test(pathText);
  const coversMountPath = isCatchAll || (method === 'use' && (!hasPath || /^\/(?:api\/?)?$/.test(pathText)));
  if (!coversMountPath) return 'adds';
  const handlers = parts.slice(hasPath ? 1 : 0).map((part) => readHandlerEffect(source, part));
  // The first of several arguments may be a path that is not a literal.
  const isSure = hasPath || parts.length === 1;
  if (handlers.includes('ends')) return isSure ? 'ends' : 'may-end';
  // A page for every URL and a check of every request look the same: what follows shows which it is.
  return handlers.includes('may-end') || (isCatchAll && handlers.includes('unknown')) ? 'may-end' : 'adds';
}

/** Determines the effect of a statement that uses the app as a value. */
function readEscape({ tokens }: Source, { from, to }: TokenRange, at: number): StackEffect {
  const before = tokens.slice(from, at);
  const isDeclaration = /^(?:return|export|module|exports|const|let|var|class|function|async)$/;
  if (isDeclaration.test(tokens[from]?.text ?? '')) return 'none';
  const names = before.filter(({ kind }) => kind !== 'other');
  if (names.some(({ text }) => lastHandlerNames.test(text))) return 'may-end';
  const isAssigned = before.some(({ text }) => text === '=');
  return isAssigned || names.some(({ text }) => serverFunctions.test(text)) || at === from || to - from < 3
    ? 'none'
    : 'escapes';
}

/** The keywords that are followed by parentheses and a block. */
const controlKeywords = /^(?:if|for|while|switch|catch|await)$/;
/** The keywords that are followed by a block or, in the case of `return`, by an object. */
const blockKeywords = /^(?:else|try|finally|do|return)$/;
/** The methods of arrays that call their argument before they return. */
const synchronousMethods = /^(?:forEach|map|flatMap|filter|reduce)$/;

/** Returns `true` if code is in a function that may be called later than its statement runs. */
function isDeferred(source: Source, statement: TokenRange, at: number): boolean {
  const bodies = enclosingBrackets(source, at).filter(
    (open) => open > statement.from && opensFunctionBody(source, open),
  );
  const functions = textAt(source, at - 1) === '=>' ? [at - 1, ...bodies] : bodies;
  return functions.some((index) => {
    const [open] = enclosingBrackets(source, index);
    return open === undefined || !synchronousMethods.test(textAt(source, open - 1));
  });
}

/** Returns `true` if a brace opens the body of a function or a class, and not a block or an object. */
function opensFunctionBody(source: Source, open: number): boolean {
  const before = source.tokens[open - 1];
  if (!before || textAt(source, open) !== '{') return false;
  if (before.text === ')') return !controlKeywords.test(textAt(source, matchingBracket(source, open - 1) - 1));
  return before.text === '=>' || (before.kind === 'word' && !blockKeywords.test(before.text));
}

/** Returns `true` if a reference is in the arguments of a call, as in `app.get('/', () => app.get('title'))`. */
function isNestedInCall(source: Source, at: number, calls: readonly AppReference[]): boolean {
  return calls.some((call) => call.at + 3 < at && at < matchingBracket(source, call.at + 3));
}

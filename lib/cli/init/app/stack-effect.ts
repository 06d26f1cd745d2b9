import { readHandler } from './handler-effect.js';
import { bracketsAround, splitAtCommas, unquoted, type Range, type Source } from '../text/tokenize.js';

/** What a statement is to the chain of an app's middleware and routes. */
export type Link =
  /** Nothing: `app.listen()`, `module.exports = app`, or not about the app. */
  | 'none'
  /** Adds middleware, a route or a setting: requests go on behind it. */
  | 'adds'
  /** Ends the chain: a 404 handler. */
  | 'ends'
  /** Ends it unless something is added after it: error handlers, and `app.get('*')` of unknown purpose. */
  | 'may-end'
  /** Hands the app to a function, which may add anything: `routes(app)`. */
  | 'hands-on'
  /** Adds something in a way that is not followed: when a function is called, or in a chain that also ends it. */
  | 'unclear';

/** A middleware or route at the mount path. */
export interface Neighbour {
  readonly line: number;
  /** The path that it is at. */
  readonly path: string;
}

const adding = /^(?:use|all|get|post|put|patch|delete|options|head|route|param|set|enable|disable|engine)$/;
const everything = /^\/?\(?\.?\*\)?$|^\/?\{?\/?\*\w+\}?$|^\/\.\*\/$/;
const takingApps = /^(?:createServer|createSecureServer|Server|listen|serve|on)$/;
const endingNames = /error|not_?found|404/i;

/** Reads what one statement does with the app of a name. */
export function readLink(source: Source, statement: Range, app: string): Link {
  const uses = usesOf(source, statement, app);
  const calls = uses.filter((use) => use.kind === 'call');
  const now = calls.filter(({ at }) => !isDeferred(source, statement, at)).map(({ at }) => readCalls(source, at));
  for (const link of ['unclear', 'ends', 'adds', 'may-end'] as const) if (now.includes(link)) return link;
  const outer = calls.filter(({ at }) => isDeferred(source, statement, at) && !isWithin(source, at, calls));
  if (outer.some(({ at }) => readCall(source, at) !== 'none')) return 'unclear';
  const passed = uses.find((use) => use.kind === 'passed' && !isDeferred(source, statement, use.at));
  return passed ? readPassing(source, statement, passed.at) : 'none';
}

/** What is mounted at `/api` or below, by `app.use('/api', …)` or `app.get('/api/…', …)`. */
export function findNeighbours(source: Source, statements: readonly Range[], app: string): Neighbour[] {
  const { tokens, partner } = source;
  return statements
    .flatMap((statement) => usesOf(source, statement, app))
    .flatMap(({ kind, at }) => {
      const path = tokens[at + 4];
      const isPath = kind === 'call' && partner[at + 3]! > at + 4 && path?.kind === 'string';
      return isPath && /^\/api(?:\/|$)/.test(unquoted(path)) ? [{ line: path.line, path: unquoted(path) }] : [];
    });
}

interface Use {
  /** `app.use(` and the like; or the app itself, as a value. */
  readonly kind: 'call' | 'passed';
  /** The index of the app's name. */
  readonly at: number;
}

function usesOf({ tokens }: Source, { from, to }: Range, app: string): Use[] {
  const uses: Use[] = [];
  for (let at = from; at < to; at++) {
    if (tokens[at]!.text !== app || tokens[at - 1]?.text === '.') continue;
    const next = tokens[at + 1]?.text;
    if (next === '.' && tokens[at + 3]?.text === '(') uses.push({ kind: 'call', at });
    else if (next === undefined || /^[,;)\]}]$/.test(next) || tokens[at + 1]!.startsLine)
      uses.push({ kind: 'passed', at });
  }
  return uses;
}

/** What `app.use(…).use(…)` does. */
function readCalls(source: Source, at: number): Link {
  const { tokens, partner } = source;
  const links = [readCall(source, at)];
  const isRoute = tokens[at + 2]!.text === 'route';
  let close = partner[at + 3]!;
  while (!isRoute && tokens[close + 1]?.text === '.' && tokens[close + 3]?.text === '(') {
    links.push(readCall(source, close));
    close = partner[close + 3]!;
  }
  const added = links.filter((link) => link !== 'none');
  return added.every((link) => link === added[0]) ? (added[0] ?? 'none') : 'unclear';
}

/** What `app.method(…)` does. */
function readCall(source: Source, at: number): Link {
  const { tokens, partner } = source;
  const open = at + 3;
  const method = tokens[at + 2]!.text;
  const parts = splitAtCommas(source, { from: open + 1, to: partner[open]! });
  // `app.get('env')` reads a setting.
  if (!adding.test(method) || (method === 'get' && parts.length === 1)) return 'none';
  if (!/^(?:use|all|get)$/.test(method)) return 'adds';
  const first = tokens[open + 1]!;
  const isOneToken = parts[0]?.to === open + 2;
  const hasPath = parts.length > 1 && ((isOneToken && /^(?:string|regex)$/.test(first.kind)) || first.text === '[');
  const written = first.kind === 'string' ? unquoted(first) : first.text;
  const takesAll = hasPath && everything.test(written);
  const takesOurs = takesAll || (method === 'use' && (!hasPath || /^\/(?:api\/?)?$/.test(written)));
  if (!takesOurs) return 'adds';
  const passages = parts.slice(hasPath ? 1 : 0).map((part) => readHandler(source, part));
  // With several arguments, the first may be a path that is not written out.
  const isSure = hasPath || parts.length === 1;
  if (passages.includes('ends')) return isSure ? 'ends' : 'may-end';
  // Of a page for every URL and a check of every request, what comes after it tells which it is.
  return passages.includes('may-end') || (takesAll && passages.includes('unknown')) ? 'may-end' : 'adds';
}

/** What becomes of an app that is handed to something. */
function readPassing({ tokens }: Source, { from, to }: Range, at: number): Link {
  const first = tokens[from]!.text;
  if (/^(?:return|export|module|exports|const|let|var|class|function|async)$/.test(first)) return 'none';
  const names = tokens.slice(from, at).filter(({ kind }) => kind !== 'other');
  if (names.some(({ text }) => endingNames.test(text))) return 'may-end';
  const isAssigned = tokens.slice(from, at).some(({ text }) => text === '=');
  return isAssigned || names.some(({ text }) => takingApps.test(text)) || at === from || to - from < 3
    ? 'none'
    : 'hands-on';
}

const control = /^(?:if|for|while|switch|catch|await)$/;
const notFunctions = /^(?:else|try|finally|do|return)$/;
/** Methods of arrays that call a function at once. */
const callingAtOnce = /^(?:forEach|map|flatMap|filter|reduce)$/;

/** Whether code runs when a function is called, and not with its statement. */
function isDeferred(source: Source, statement: Range, at: number): boolean {
  const { tokens } = source;
  const blocks = bracketsAround(source, at).filter((open) => open > statement.from && beginsFunction(source, open));
  const functions = tokens[at - 1]?.text === '=>' ? [at - 1, ...blocks] : blocks;
  return functions.some((index) => {
    const [around] = bracketsAround(source, index);
    return around === undefined || !callingAtOnce.test(tokens[around - 1]?.text ?? '');
  });
}

/** Whether a brace opens the body of a function or a class, and not a block or an object. */
function beginsFunction({ tokens, partner }: Source, open: number): boolean {
  const before = tokens[open - 1]!;
  if (tokens[open]!.text !== '{') return false;
  if (before.text === ')') return !control.test(tokens[partner[open - 1]! - 1]?.text ?? '');
  return before.text === '=>' || (before.kind === 'word' && !notFunctions.test(before.text));
}

/** Whether a use is within the arguments of another: `app.get('/', () => app.get('title'))`. */
function isWithin({ partner }: Source, at: number, calls: readonly Use[]): boolean {
  return calls.some((call) => call.at + 3 < at && at < partner[call.at + 3]!);
}

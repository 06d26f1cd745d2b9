import { matchingBracket, splitAtCommas, textAt, type Source, type TokenRange } from '../text/tokenize.js';

/** The effect of a handler on a request that reaches it. */
export type HandlerEffect =
  /** It calls `next()`, at least for some requests. */
  | 'calls-next'
  /** Only its name is known, and says nothing about the effect. Most likely it is middleware. */
  | 'unknown'
  /** It answers the request, or calls `next(error)`. */
  | 'ends'
  /** Its name or its four parameters suggest a last handler, for errors or for every URL. */
  | 'may-end';

const notFoundNames = /not_?found|404|no_?match/i;
const lastHandlerNames = /error|exception|fallback|boom|proxy|request_?handler|^handler$/i;

/** Determines the effect of a handler that is passed to Express: a function, or an expression with a name in it. */
export function readHandlerEffect(source: Source, argument: TokenRange): HandlerEffect {
  const inline = readFunction(source, argument);
  if (inline) return inline;
  const names = source.tokens.slice(argument.from, argument.to).filter(({ kind }) => kind === 'word');
  const [name] = names;
  const declared = name && argument.to - argument.from === 1 ? readDeclaredFunction(source, name.text) : undefined;
  if (declared) return declared;
  if (names.some(({ text }) => notFoundNames.test(text))) return 'ends';
  return names.some(({ text }) => lastHandlerNames.test(text)) ? 'may-end' : 'unknown';
}

/** Determines the effect of a function of the same file. Returns `undefined` if there is no function with this name. */
function readDeclaredFunction(source: Source, name: string): HandlerEffect | undefined {
  const index = source.tokens.findIndex(({ text }, at) => {
    if (text !== name) return false;
    const before = textAt(source, at - 1);
    return before === 'function' || (textAt(source, at + 1) === '=' && before !== '.');
  });
  if (index < 0) return undefined;
  const isFunction = textAt(source, index - 1) === 'function';
  return readFunction(source, { from: isFunction ? index - 1 : index + 2, to: source.tokens.length });
}

/**
 * Determines the effect of `function (…) {…}`, `(…) => …` or `x => …`, also with `async`; `undefined` for other code.
 */
function readFunction(source: Source, { from, to }: TokenRange): HandlerEffect | undefined {
  let at = textAt(source, from) === 'async' ? from + 1 : from;
  const isKeyword = textAt(source, at) === 'function';
  if (isKeyword) while (at < to && textAt(source, at) !== '(') at++;
  // `x => …` has no third parameter, so it cannot call `next()`.
  if (!isKeyword && source.tokens[at]?.kind === 'word') return textAt(source, at + 1) === '=>' ? 'ends' : undefined;
  if (textAt(source, at) !== '(') return undefined;
  const close = matchingBracket(source, at);
  const body = findBody(source, close, isKeyword, to);
  if (!body) return undefined;
  const parameters = splitAtCommas(source, { from: at + 1, to: close });
  if (parameters.length > 3) return 'may-end';
  const next = parameters[2];
  return next && callsNext(source, textAt(source, next.from), body) ? 'calls-next' : 'ends';
}

/**
 * Finds the body of a function: a block, or the expression after the arrow. A return type may precede it.
 *
 * @param close the index of the `)` after the parameters
 */
function findBody(source: Source, close: number, isKeyword: boolean, to: number): TokenRange | undefined {
  let at = close + 1;
  const opening = isKeyword ? '{' : '=>';
  if (textAt(source, at) !== ':' && textAt(source, at) !== opening) return undefined;
  while (at < to && textAt(source, at) !== opening && textAt(source, at) !== ';') at++;
  if (at >= to || textAt(source, at) !== opening) return undefined;
  if (!isKeyword) at++;
  const isBlock = textAt(source, at) === '{';
  return { from: at, to: isBlock ? matchingBracket(source, at) : to };
}

/** Returns `true` if a function calls `next()` or passes `next` to a function. `next(error)` does not count. */
function callsNext(source: Source, name: string, { from, to }: TokenRange): boolean {
  for (let index = from; index < to; index++) {
    if (textAt(source, index) !== name || textAt(source, index - 1) === '.') continue;
    if (textAt(source, index + 1) !== '(' || textAt(source, index + 2) === ')') return true;
  }
  return false;
}

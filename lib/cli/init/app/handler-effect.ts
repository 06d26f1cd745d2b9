import { splitAtCommas, type Range, type Source } from '../text/tokenize.js';

/** What becomes of a request that reaches a handler. */
export type Passage =
  /** It goes on to what comes after, or may. */
  | 'goes-on'
  /** Its name does not tell: middleware, most likely. */
  | 'unknown'
  /** It is answered, or fails. */
  | 'ends'
  /** By its name or its four parameters, it answers what is left: errors, or everything. */
  | 'may-end';

const namesOfEnds = /not_?found|404|no_?match/i;
const namesOfLastHandlers = /error|exception|fallback|boom|proxy|request_?handler|^handler$/i;

/** Reads a handler where it is passed to Express: a function, or something with a name. */
export function readHandler(source: Source, argument: Range): Passage {
  const { tokens } = source;
  const written = readFunction(source, argument);
  if (written) return written;
  const names = tokens.slice(argument.from, argument.to).filter(({ kind }) => kind === 'word');
  const isOneName = argument.to - argument.from === 1 && names.length === 1;
  const declared = isOneName ? readDeclared(source, names[0]!.text) : undefined;
  if (declared) return declared;
  if (names.some(({ text }) => namesOfEnds.test(text))) return 'ends';
  return names.some(({ text }) => namesOfLastHandlers.test(text)) ? 'may-end' : 'unknown';
}

/** The function of this name in the same file. */
function readDeclared(source: Source, name: string): Passage | undefined {
  const { tokens } = source;
  const at = tokens.findIndex(({ text }, index) => {
    if (text !== name) return false;
    return (
      tokens[index - 1]?.text === 'function' || (tokens[index + 1]?.text === '=' && tokens[index - 1]?.text !== '.')
    );
  });
  if (at < 0) return undefined;
  const isFunction = tokens[at - 1]?.text === 'function';
  return readFunction(source, { from: isFunction ? at - 1 : at + 2, to: tokens.length });
}

/** Reads `function (…) {…}`, `(…) => …`, `x => …`, also with `async`; undefined for anything else. */
function readFunction(source: Source, { from, to }: Range): Passage | undefined {
  const { tokens, partner } = source;
  let at = tokens[from]?.text === 'async' ? from + 1 : from;
  const isKeyword = tokens[at]?.text === 'function';
  if (isKeyword) while (at < to && tokens[at]!.text !== '(') at++;
  // `x => …` has no third parameter to go on with.
  if (!isKeyword && tokens[at]?.kind === 'word') return tokens[at + 1]?.text === '=>' ? 'ends' : undefined;
  if (tokens[at]?.text !== '(') return undefined;
  const close = partner[at]!;
  const body = bodyAfter(source, close, isKeyword, to);
  if (!body) return undefined;
  const parameters = splitAtCommas(source, { from: at + 1, to: close });
  if (parameters.length > 3) return 'may-end';
  const next = parameters[2];
  return next && callsNext(source, tokens[next.from]!.text, body) ? 'goes-on' : 'ends';
}

/** What a function does: a block, or what stands behind the arrow. Between them and the parameters, a type may stand. */
function bodyAfter({ tokens, partner }: Source, close: number, isKeyword: boolean, to: number): Range | undefined {
  let at = close + 1;
  const isType = tokens[at]?.text === ':';
  const opening = isKeyword ? '{' : '=>';
  if (!isType && tokens[at]?.text !== opening) return undefined;
  while (at < to && tokens[at]!.text !== opening && tokens[at]!.text !== ';') at++;
  if (at >= to || tokens[at]!.text !== opening) return undefined;
  if (!isKeyword) at++;
  const isBlock = tokens[at]?.text === '{';
  return { from: at, to: isBlock ? partner[at]! : to };
}

/** Whether `next()` is called or `next` is handed on; `next(error)` ends the request. */
function callsNext({ tokens }: Source, name: string, { from, to }: Range): boolean {
  for (let index = from; index < to; index++) {
    if (tokens[index]!.text !== name || tokens[index - 1]?.text === '.') continue;
    if (tokens[index + 1]?.text !== '(' || tokens[index + 2]?.text === ')') return true;
  }
  return false;
}

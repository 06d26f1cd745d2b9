import type { Issue } from '../types/problem.js';

/**
 * Refuses a static name that can only be a param as another router writes it: `:id`, `{id}`, `<int:id>`, `*`. The
 * characters cannot be in a URL as they are, or begin a name only by mistake.
 */
export function refuseOtherNotation(name: string): Issue | undefined {
  const written = otherNotations.map((pattern) => pattern.exec(name)).find((match) => match !== null);
  if (!written) return undefined;
  const [whole] = written;
  const isWholeName = whole.length === name.length;
  return {
    code: 'FSR_BAD_PARAM_NAME',
    message: `'${name}' is not a param here, although other routers write one like this: a param is a whole name in brackets, '[id]' or '[...slug]'.`,
    help: isWholeName
      ? `write ${spellParam(whole)}.`
      : `write a param as a whole name, such as ${spellParam(whole)}, and split its value in the handler.`,
  };
}

/** Refuses what other routers write inside the brackets: `[slug...]`, `[id?]`, `[id:int]`, `[id=int]`, `[id*]`. */
export function refuseOtherBrackets(name: string, inner: string): Issue | undefined {
  if (!bracketNotation.test(inner)) return undefined;
  if (inner.endsWith('?')) {
    return {
      code: 'FSR_OPTIONAL_PARAM',
      message: `'${name}' is an optional param as other routers write it. Here only a catch-all can be optional.`,
      help: `write ${spellParam(name)}.`,
    };
  }
  return {
    code: 'FSR_BAD_PARAM_NAME',
    message: `'${name}' has more than a name in its brackets, as in other routers. Here the brackets hold only the name of the param.`,
    help: `write ${spellParam(name)}.${/[:=|(].*\w/.test(inner) ? " A handler can check the value, and call next('route') to refuse it." : ''}`,
  };
}

const otherNotations = [
  // Express, Rails, Vue: `:id`, `:id?`, `:id(\d+)`, `user-:id`. Not `users:batchGet`, which real URLs have.
  /(?<![^-._~]):[A-Za-z_].*/,
  // OpenAPI, ASP.NET, Hapi, Laravel: `{id}`, `{id?}`, `{*path}`, `{id:int}`.
  /\{[^{}]+\}/,
  // Flask: `<id>`, `<int:id>`.
  /<[^<>]+>/,
  // Wildcards: `*`, `**`, `*path`.
  /^\*+\w*$/,
  // The brackets of East Asian keyboards.
  /[［【][^］】]*[］】]/,
];

/** The characters that other routers add to a param's name. A name such as `a+b` is allowed. */
const bracketNotation = /\.{2,}$|…$|.[?*+]$|^\*|[:=|(){}<>]/;

/** Returns how a param is written here, quoted, for one in the notation of another router. */
function spellParam(written: string): string {
  const name = nameIn(written);
  // `(.*)` is a catch-all, and any other expression in parentheses is a check of the value.
  const withoutCheck = written.replace('(.*)', '*').replace(/\(.*\)/, '');
  if (/[*+]|\.\.|<path:|…/.test(withoutCheck)) {
    return /\?|^\[\[/.test(written) ? `'[[...${name}]]'` : `'[...${name}]'`;
  }
  return written.includes('?') ? `'[${name}]', and an index file beside it for the URL without it` : `'[${name}]'`;
}

function nameIn(written: string): string {
  // A type comes first in `<int:id>`, and last in `{id:int}` and `[id=int]`.
  const [first = '', second] = written.replace(/^:|\(.*\)/g, '').split(/[:=|]/);
  const part = written.startsWith('<') && second !== undefined ? second : first || (second ?? '');
  const name = part.replace(/^[^\p{L}_]+|[^\p{L}\p{N}_]+$/gu, '');
  return name === '' ? (/\*|\.\.\./.test(written) ? 'path' : 'id') : name;
}

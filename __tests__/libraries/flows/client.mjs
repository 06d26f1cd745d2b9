import { isDeepStrictEqual } from 'node:util';

/** One line that says what went wrong, for the report of a run. */
export function check(what, actual, expected) {
  if (!isDeepStrictEqual(plain(actual), plain(expected))) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
}

export function checkMatch(what, text, pattern) {
  if (!pattern.test(String(text))) throw new Error(`${what}: expected ${pattern}, got ${JSON.stringify(text)}`);
}

function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/**
 * A browser without a window: keeps cookies, follows no redirect, and gives each answer as
 * `{ status, headers, text, json }`.
 */
export function createBrowser(base) {
  const cookies = new Map();

  async function open(path, { headers, ...init } = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = cookie === '' ? headers : { cookie, ...headers };
    const response = await fetch(new URL(path, base), { redirect: 'manual', headers: sent, ...init });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line) {
    const [, name, value, attributes] = /^([^=]+)=([^;]*)(.*)$/.exec(line);
    const expires = /expires=([^;]+)/i.exec(attributes)?.[1];
    const isGone = /max-age=0(;|$)/i.test(attributes) || (expires !== undefined && Date.parse(expires) < Date.now());
    if (isGone || value === '') cookies.delete(name);
    else cookies.set(name, value);
  }

  async function request(path, init) {
    const response = await open(path, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  }

  return {
    cookies,
    open,
    get: (path, headers) => request(path, { headers }),
    send: (method, path, headers) => request(path, { method, headers }),
    post: (path, body, headers) => request(path, { method: 'POST', body, headers }),
    postJson: (path, value, headers) =>
      request(path, {
        method: 'POST',
        body: JSON.stringify(value),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    postForm: (path, fields) => request(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

/** Reads a response as it arrives: its text, and whether the first piece was there well before the end. */
export async function readAsItArrives(response, first) {
  const decoder = new TextDecoder();
  let text = '';
  let arrived;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (arrived === undefined && first.test(text)) arrived = performance.now();
  }
  return { text, isStreamed: arrived !== undefined && isWellBefore(arrived, performance.now()) };
}

/** What was held back arrives together; what was not, a pause of hundreds of milliseconds apart. */
export function isWellBefore(earlier, later) {
  return later - earlier > 100;
}

/** The events of a `text/event-stream`, by their data. */
export function dataOf(text) {
  return [...text.matchAll(/^data:[ ]?(.+)$/gm)].map(([, data]) => data);
}

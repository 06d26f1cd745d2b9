import { code, element, find, sentence } from './element.js';
import type { Reply } from './send-request.js';

const place = find('#response');

export function clearResponse(): void {
  place.replaceChildren();
  announce('');
}

/** For those who hear the page: what matters, and not the whole body. */
function announce(text: string): void {
  find('#reply-summary').textContent = text;
}

export function showWaiting(method: string, url: string): void {
  place.replaceChildren(element('p', { class: 'hint' }, [`${method} `, code(url), ' …']));
}

export function showReading({ status, statusText }: Response): void {
  place.replaceChildren(element('p', { class: 'hint' }, `${status} ${statusText}, reading the body …`));
}

export function showReply(method: string, reply: Reply): void {
  const { response, milliseconds } = reply;
  if (response.type === 'opaqueredirect') {
    announce('The answer is a redirect.');
    return place.replaceChildren(...drawRedirect(milliseconds));
  }
  announce(`The answer is ${response.status} ${response.statusText}.`);
  const headers = [...response.headers].map(([name, value]) =>
    element('tr', {}, [element('th', { scope: 'row' }, name), element('td', {}, sentence(value))]),
  );
  place.replaceChildren(
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': Math.floor(response.status / 100) }, String(response.status)),
      response.statusText,
      element('span', { class: 'quiet' }, `${duration(milliseconds)} · ${size(reply.bytes)}`),
    ]),
    ...(response.redirected ? [element('p', { class: 'hint' }, ['Redirected to ', code(response.url)])] : []),
    element('details', { class: 'headers' }, [
      element('summary', {}, `${headers.length} headers`),
      element('table', {}, element('tbody', {}, headers)),
    ]),
    ...drawBody(method, reply),
  );
  place.scrollIntoView({ block: 'nearest' });
}

/** A fetch that failed tells a page next to nothing, so the likely reasons are named. */
export function showFailure(error: unknown, wasStopped: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const told = wasStopped ? 'Stopped before there was an answer.' : message;
  const isNetwork = error instanceof TypeError && !wasStopped;
  announce(isNetwork ? 'There was no answer.' : told);
  place.replaceChildren(
    element('p', { class: 'problem' }, isNetwork ? `No answer: ${told}.` : told),
    ...(isNetwork ? [element('p', { class: 'hint' }, reasons)] : []),
  );
}

const reasons =
  'The server may be down or have closed the connection without an answer, or the request was redirected to another origin, which this page may not ask.';

function drawRedirect(milliseconds: number): HTMLElement[] {
  return [
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': 3 }, '3xx'),
      'a redirect',
      element('span', { class: 'quiet' }, duration(milliseconds)),
    ]),
    element(
      'p',
      { class: 'hint' },
      'Browsers do not tell a page where a redirect leads to. Check “Follow redirects” to go there, or use curl -i.',
    ),
  ];
}

function drawBody(method: string, { response, text, bytes, isCut, isBinary }: Reply): HTMLElement[] {
  const type = response.headers.get('content-type') ?? 'no type';
  if (method === 'HEAD') return [note('HEAD has no body.')];
  if (bytes === 0) return [note(isCut ? 'There was no body yet.' : 'The body is empty.')];
  if (isBinary) return [note(`The body is binary (${type}), and not shown.`)];
  const shown = element('pre', { class: 'body', tabindex: 0, 'aria-label': 'Body' }, isCut ? text : pretty(text, type));
  return isCut ? [note('The body goes on: this is its beginning.'), shown] : [shown];
}

function note(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

function pretty(text: string, type: string): string {
  if (!/[/+]json\b/i.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function duration(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}

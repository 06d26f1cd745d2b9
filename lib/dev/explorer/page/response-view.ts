import { code, element, findElement, isolatedText } from './element.js';
import type { ReceivedResponse } from './send-request.js';

const panel = findElement('#response');

export function clearResponse(): void {
  panel.replaceChildren();
  announce('');
}

/** For those who hear the page: what matters, and not the whole body. */
function announce(text: string): void {
  findElement('#reply-summary').textContent = text;
}

export function showPending(method: string, url: string): void {
  panel.replaceChildren(element('p', { class: 'hint' }, [`${method} `, code(url), ' …']));
}

export function showReadingBody({ status, statusText }: Response): void {
  panel.replaceChildren(element('p', { class: 'hint' }, `${status} ${statusText}, reading the body …`));
}

export function showResponse(method: string, reply: ReceivedResponse): void {
  const { response, durationMs: milliseconds } = reply;
  if (response.type === 'opaqueredirect') {
    announce('The answer is a redirect.');
    return panel.replaceChildren(...renderRedirect(milliseconds));
  }
  announce(`The answer is ${response.status} ${response.statusText}.`);
  const headers = [...response.headers].map(([name, value]) =>
    element('tr', {}, [element('th', { scope: 'row' }, name), element('td', {}, isolatedText(value))]),
  );
  panel.replaceChildren(
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': Math.floor(response.status / 100) }, String(response.status)),
      response.statusText,
      element('span', { class: 'quiet' }, `${formatDuration(milliseconds)} · ${formatSize(reply.bodyBytes)}`),
    ]),
    ...(response.redirected ? [element('p', { class: 'hint' }, ['Redirected to ', code(response.url)])] : []),
    element('details', { class: 'headers' }, [
      element('summary', {}, `${headers.length} headers`),
      element('table', {}, element('tbody', {}, headers)),
    ]),
    ...renderBody(method, reply),
  );
  panel.scrollIntoView({ block: 'nearest' });
}

/** A fetch that failed tells a page next to nothing, so the likely reasons are named. */
export function showFailure(error: unknown, wasStopped: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const told = wasStopped ? 'Stopped before there was an answer.' : message;
  const isNetwork = error instanceof TypeError && !wasStopped;
  announce(isNetwork ? 'There was no answer.' : told);
  panel.replaceChildren(
    element('p', { class: 'problem' }, isNetwork ? `No answer: ${told}.` : told),
    ...(isNetwork ? [element('p', { class: 'hint' }, networkErrorReasons)] : []),
  );
}

const networkErrorReasons =
  'The server may be down or have closed the connection without an answer, or the request was redirected to another origin, which this page may not ask.';

function renderRedirect(milliseconds: number): HTMLElement[] {
  return [
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': 3 }, '3xx'),
      'a redirect',
      element('span', { class: 'quiet' }, formatDuration(milliseconds)),
    ]),
    element(
      'p',
      { class: 'hint' },
      'Browsers do not tell a page where a redirect leads to. Check “Follow redirects” to go there, or use curl -i.',
    ),
  ];
}

function renderBody(
  method: string,
  { response, text, bodyBytes: bytes, isTruncated: isCut, isBinary }: ReceivedResponse,
): HTMLElement[] {
  const type = response.headers.get('content-type') ?? 'no type';
  if (method === 'HEAD') return [hint('HEAD has no body.')];
  if (bytes === 0) return [hint(isCut ? 'There was no body yet.' : 'The body is empty.')];
  if (isBinary) return [hint(`The body is binary (${type}), and not shown.`)];
  const shown = element(
    'pre',
    { class: 'body', tabindex: 0, 'aria-label': 'Body' },
    isCut ? text : formatBody(text, type),
  );
  return isCut ? [hint('The body goes on: this is its beginning.'), shown] : [shown];
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

function formatBody(text: string, type: string): string {
  if (!/[/+]json\b/i.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function formatDuration(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

function formatSize(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}

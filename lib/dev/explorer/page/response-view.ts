import { code, element, findElement, isolatedText } from './element.js';
import type { ReceivedResponse } from './send-request.js';

const panel = findElement('#response');

export function clearResponse(): void {
  panel.replaceChildren();
  announce('');
}

/** Announces a short text to screen readers, which would read out the whole body otherwise. */
function announce(text: string): void {
  findElement('#response-summary').textContent = text;
}

export function showPending(method: string, url: string): void {
  panel.replaceChildren(element('p', { class: 'hint' }, [`${method} `, code(url), ' …']));
}

export function showReadingBody({ status, statusText }: Response): void {
  panel.replaceChildren(element('p', { class: 'hint' }, `${status} ${statusText}, reading the body …`));
}

export function showResponse(method: string, received: ReceivedResponse): void {
  const { response, durationMs } = received;
  if (response.type === 'opaqueredirect') {
    announce('The response is a redirect.');
    return panel.replaceChildren(...renderRedirect(durationMs));
  }
  announce(`The response is ${response.status} ${response.statusText}.`);
  const headers = [...response.headers].map(([name, value]) =>
    element('tr', {}, [element('th', { scope: 'row' }, name), element('td', {}, isolatedText(value))]),
  );
  panel.replaceChildren(
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': Math.floor(response.status / 100) }, String(response.status)),
      response.statusText,
      element('span', { class: 'quiet' }, `${formatDuration(durationMs)} · ${formatSize(received.bodyBytes)}`),
    ]),
    ...(response.redirected ? [element('p', { class: 'hint' }, ['Redirected to ', code(response.url)])] : []),
    element('details', { class: 'headers' }, [
      element('summary', {}, `${headers.length} headers`),
      element('table', {}, element('tbody', {}, headers)),
    ]),
    ...renderBody(method, received),
  );
  panel.scrollIntoView({ block: 'nearest' });
}

/** Shows why a request failed. Browsers give a page no details of a network error, so it lists the likely reasons. */
export function showFailure(error: unknown, wasStopped: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const text = wasStopped ? 'Stopped before there was a response.' : message;
  const isNetworkError = error instanceof TypeError && !wasStopped;
  announce(isNetworkError ? 'There was no response.' : text);
  panel.replaceChildren(
    element('p', { class: 'problem' }, isNetworkError ? `No response: ${text}.` : text),
    ...(isNetworkError ? [element('p', { class: 'hint' }, networkErrorReasons)] : []),
  );
}

const networkErrorReasons =
  'The server may be down or may have closed the connection without a response, or it redirected to another origin, which this page may not request.';

function renderRedirect(durationMs: number): HTMLElement[] {
  return [
    element('h3', {}, 'Response'),
    element('p', { class: 'headline' }, [
      element('span', { class: 'status', 'data-class': 3 }, '3xx'),
      'a redirect',
      element('span', { class: 'quiet' }, formatDuration(durationMs)),
    ]),
    element(
      'p',
      { class: 'hint' },
      'Browsers do not show a page the target of a redirect. Check “Follow redirects” to request it, or use curl -i.',
    ),
  ];
}

function renderBody(
  method: string,
  { response, text, bodyBytes, isTruncated, isBinary }: ReceivedResponse,
): HTMLElement[] {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (method === 'HEAD') return [hint('HEAD has no body.')];
  if (bodyBytes === 0) return [hint(isTruncated ? 'No part of the body has arrived.' : 'The body is empty.')];
  if (isBinary) return [hint(`The body is binary (${type}) and is not shown.`)];
  const body = element(
    'pre',
    { class: 'body', tabindex: 0, 'aria-label': 'Body' },
    isTruncated ? text : formatBody(text, type),
  );
  return isTruncated ? [hint('The body is longer. This is its start.'), body] : [body];
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

function formatDuration(durationMs: number): string {
  return `${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms`;
}

function formatSize(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}

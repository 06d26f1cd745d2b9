import type { Params } from '../../../types/index.js';
import type { RouteData } from '../explorer-data.js';
import { buildUrl, dynamicSegments, exampleParams, isCatchAll, type ParamTexts } from './build-url.js';
import { code, element, find } from './element.js';
import { clearResponse, showFailure, showReading, showReply, showWaiting } from './response-view.js';
import {
  droppedHeaders,
  hasBody,
  isSafe,
  readHeaders,
  sendRequest,
  urlAsSent,
  type RequestDraft,
} from './send-request.js';
import { methods, show, shown } from './shown.js';

const form = find('#request form', HTMLFormElement);
const method = find('#method', HTMLSelectElement);
const url = find('#url', HTMLInputElement);
const headers = find('#headers', HTMLTextAreaElement);
const body = find('#body', HTMLTextAreaElement);
const follow = find('#follow', HTMLInputElement);
const sendButton = find('#send', HTMLButtonElement);
const fields = find('#params > div');

let underWay: AbortController | undefined;
let paramsOf: { readonly mountPath: string; readonly route: RouteData } | undefined;

/** Sets up the form that tries a path, and sends it. */
export function startForm(): void {
  method.append(...methods.map((name) => element('option', {}, name)));
  method.addEventListener('change', () => show({ method: method.value }));
  url.addEventListener('input', () => show({ url: url.value }));
  for (const field of [headers, body, follow]) field.addEventListener('input', showDraft);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (underWay) underWay.abort();
    else void send();
  });
}

/** Makes the form show what is tried now. */
export function syncForm(): void {
  const now = shown();
  if (url.value !== now.url) url.value = now.url;
  if (method.value !== now.method) method.value = now.method;
  showDraft();
}

/** Makes a field for each param of a route, which then fills the path. */
export function showParams(mountPath: string, route: RouteData | undefined): void {
  const isSame = paramsOf?.route.path === route?.path && paramsOf?.mountPath === mountPath;
  paramsOf = route && { mountPath, route };
  if (isSame) return;
  const examples = route ? exampleParams(route) : {};
  const inputs = (route ? dynamicSegments(route) : []).map((segment, index) => [
    element('label', { for: `param-${index}` }, code(isCatchAll(segment) ? `…${segment.name}` : segment.name)),
    element(
      'input',
      {
        id: `param-${index}`,
        'data-param': segment.name,
        value: examples[segment.name],
        autocomplete: 'off',
        spellcheck: 'false',
      },
      [],
      { input: fillPath },
    ),
  ]);
  fields.replaceChildren(...inputs.flat());
  find('#params').hidden = inputs.length === 0;
}

/** Puts what the path has into the fields, but for the one that is being typed into. */
export function fillParams(params: Params): void {
  for (const input of paramInputs()) {
    const value = params[input.dataset['param'] ?? ''];
    if (input !== document.activeElement) input.value = Array.isArray(value) ? value.join('/') : (value ?? '');
  }
}

function fillPath(): void {
  if (!paramsOf) return;
  const texts: ParamTexts = Object.fromEntries(
    paramInputs().map((input) => [input.dataset['param'] ?? '', input.value]),
  );
  const [, search = ''] = /^[^?]*(\?.*)?$/.exec(shown().url) ?? [];
  show({ url: buildUrl(paramsOf.mountPath, paramsOf.route, texts) + search });
}

function paramInputs(): HTMLInputElement[] {
  return [...fields.querySelectorAll('input')];
}

function draft(): RequestDraft {
  const { method, url } = shown();
  return { method, url, headers: headers.value, body: body.value, followsRedirects: follow.checked };
}

/** Shows what would be sent, before it is. */
function showDraft(): void {
  const now = draft();
  const safe = isSafe(now.method);
  find('#body-field').hidden = now.method === 'GET' || now.method === 'HEAD';
  if (!underWay) sendButton.textContent = safe ? 'Send' : `Send ${now.method}`;
  sendButton.dataset['safe'] = String(safe);
  find('#will-send').hidden = safe || now.url === '';
  find('#notes').replaceChildren(...notes(now).map((note) => element('li', {}, note)));
  find('#will-send pre').textContent = requestText(now);
}

function requestText(now: RequestDraft): string {
  if (!now.url.startsWith('/')) return '';
  const first = `${now.method} ${urlAsSent(now.url)}`;
  const lines = readOrNone(() => readHeaders(now)).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, ...(hasBody(now) ? ['', now.body] : [])].join('\n');
}

/** What is different from what one might expect. */
function notes(now: RequestDraft): string[] {
  if (now.url === '') return [];
  if (!now.url.startsWith('/')) return ['A path begins with a slash.'];
  const told: string[] = [];
  const sent = urlAsSent(now.url);
  if (sent !== now.url) told.push(`Send asks for ${sent}: so a browser writes this path.`);
  try {
    const dropped = droppedHeaders(now);
    if (dropped.length > 0) told.push(`Browsers let no page set ${dropped.join(', ')}: use curl.`);
  } catch (error) {
    told.push(error instanceof Error ? error.message : String(error));
  }
  return told;
}

function readOrNone<Item>(read: () => Item[]): Item[] {
  try {
    return read();
  } catch {
    return [];
  }
}

async function send(): Promise<void> {
  const sent = draft();
  const controller = (underWay = new AbortController());
  sendButton.textContent = 'Stop';
  showWaiting(sent.method, sent.url);
  try {
    showReply(sent.method, await sendRequest(sent, controller.signal, showReading));
  } catch (error) {
    showFailure(error, controller.signal.aborted);
  } finally {
    underWay = undefined;
    showDraft();
  }
}

/** For another route than before. */
export function forgetReply(): void {
  underWay?.abort();
  clearResponse();
}

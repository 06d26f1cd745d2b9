import type { Params } from '../../../types/index.js';
import type { RouteData } from '../explorer-data.js';
import { buildUrl, dynamicSegments, exampleParams, isCatchAll, type ParamTexts } from './build-url.js';
import { code, element, findElement } from './element.js';
import { clearResponse, showFailure, showReadingBody, showResponse, showPending } from './response-view.js';
import {
  findDroppedHeaders,
  hasBody,
  isSafe,
  parseHeaders,
  sendRequest,
  urlAsSent,
  type RequestDraft,
} from './send-request.js';
import { methods, setState, getState } from './page-state.js';

const form = findElement('#request form', HTMLFormElement);
const method = findElement('#method', HTMLSelectElement);
const url = findElement('#url', HTMLInputElement);
const headers = findElement('#headers', HTMLTextAreaElement);
const body = findElement('#body', HTMLTextAreaElement);
const follow = findElement('#follow', HTMLInputElement);
const sendButton = findElement('#send', HTMLButtonElement);
const fields = findElement('#params > div');

let pendingRequest: AbortController | undefined;
let currentRoute: { readonly mountPath: string; readonly route: RouteData } | undefined;

/** Sets up the form that tries a path, and sends it. */
export function setUpForm(): void {
  method.append(...methods.map((name) => element('option', {}, name)));
  method.addEventListener('change', () => setState({ method: method.value }));
  url.addEventListener('input', () => setState({ url: url.value }));
  for (const field of [headers, body, follow]) field.addEventListener('input', showDraft);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (pendingRequest) pendingRequest.abort();
    else void send();
  });
}

/** Makes the form show what is tried now. */
export function syncForm(): void {
  const now = getState();
  if (url.value !== now.url) url.value = now.url;
  if (method.value !== now.method) method.value = now.method;
  showDraft();
}

/** Makes a field for each param of a route, which then fills the path. */
export function showParams(mountPath: string, route: RouteData | undefined): void {
  const isSame = currentRoute?.route.path === route?.path && currentRoute?.mountPath === mountPath;
  currentRoute = route && { mountPath, route };
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
      { input: fillUrl },
    ),
  ]);
  fields.replaceChildren(...inputs.flat());
  findElement('#params').hidden = inputs.length === 0;
}

/** Puts what the path has into the fields, but for the one that is being typed into. */
export function fillParams(params: Params): void {
  for (const input of paramInputs()) {
    const value = params[input.dataset['param'] ?? ''];
    if (input !== document.activeElement) input.value = Array.isArray(value) ? value.join('/') : (value ?? '');
  }
}

function fillUrl(): void {
  if (!currentRoute) return;
  const texts: ParamTexts = Object.fromEntries(
    paramInputs().map((input) => [input.dataset['param'] ?? '', input.value]),
  );
  const [, search = ''] = /^[^?]*(\?.*)?$/.exec(getState().url) ?? [];
  setState({ url: buildUrl(currentRoute.mountPath, currentRoute.route, texts) + search });
}

function paramInputs(): HTMLInputElement[] {
  return [...fields.querySelectorAll('input')];
}

function readDraft(): RequestDraft {
  const { method, url } = getState();
  return { method, url, headers: headers.value, body: body.value, followsRedirects: follow.checked };
}

/** Shows what would be sent, before it is. */
function showDraft(): void {
  const now = readDraft();
  const safe = isSafe(now.method);
  findElement('#body-field').hidden = now.method === 'GET' || now.method === 'HEAD';
  if (!pendingRequest) sendButton.textContent = safe ? 'Send' : `Send ${now.method}`;
  sendButton.dataset['safe'] = String(safe);
  findElement('#will-send').hidden = safe || now.url === '';
  findElement('#notes').replaceChildren(...describeDraft(now).map((note) => element('li', {}, note)));
  findElement('#will-send pre').textContent = requestText(now);
}

function requestText(now: RequestDraft): string {
  if (!now.url.startsWith('/')) return '';
  const first = `${now.method} ${urlAsSent(now.url)}`;
  const lines = readOrNone(() => parseHeaders(now)).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, ...(hasBody(now) ? ['', now.body] : [])].join('\n');
}

/** What is different from what one might expect. */
function describeDraft(now: RequestDraft): string[] {
  if (now.url === '') return [];
  if (!now.url.startsWith('/')) return ['A path begins with a slash.'];
  const told: string[] = [];
  const sent = urlAsSent(now.url);
  if (sent !== now.url) told.push(`Send asks for ${sent}: so a browser writes this path.`);
  try {
    const dropped = findDroppedHeaders(now);
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
  const sent = readDraft();
  const controller = (pendingRequest = new AbortController());
  sendButton.textContent = 'Stop';
  showPending(sent.method, sent.url);
  try {
    showResponse(sent.method, await sendRequest(sent, controller.signal, showReadingBody));
  } catch (error) {
    showFailure(error, controller.signal.aborted);
  } finally {
    pendingRequest = undefined;
    showDraft();
  }
}

/** For another route than before. */
export function discardResponse(): void {
  pendingRequest?.abort();
  clearResponse();
}

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

/** Sets up the form that tries a path and sends a request. */
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

/** Fills the form from the state of the page. */
export function syncForm(): void {
  const state = getState();
  if (url.value !== state.url) url.value = state.url;
  if (method.value !== state.method) method.value = state.method;
  showDraft();
}

/** Shows a field for each param of a route; typing into one updates the path. */
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

/** Fills the param fields from the path, except the field with the focus. */
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

/** Shows the request that would be sent. */
function showDraft(): void {
  const draft = readDraft();
  const safe = isSafe(draft.method);
  findElement('#body-field').hidden = draft.method === 'GET' || draft.method === 'HEAD';
  if (!pendingRequest) sendButton.textContent = safe ? 'Send' : `Send ${draft.method}`;
  sendButton.dataset['safe'] = String(safe);
  findElement('#will-send').hidden = safe || draft.url === '';
  findElement('#notes').replaceChildren(...describeDraft(draft).map((note) => element('li', {}, note)));
  findElement('#will-send pre').textContent = requestText(draft);
}

function requestText(draft: RequestDraft): string {
  if (!draft.url.startsWith('/')) return '';
  const first = `${draft.method} ${urlAsSent(draft.url)}`;
  const lines = validHeaders(draft).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, ...(hasBody(draft) ? ['', draft.body] : [])].join('\n');
}

/** Returns notes on how the request will differ from what was typed. */
function describeDraft(draft: RequestDraft): string[] {
  if (draft.url === '') return [];
  if (!draft.url.startsWith('/')) return ['The path must begin with a slash.'];
  const notes: string[] = [];
  const sent = urlAsSent(draft.url);
  if (sent !== draft.url) notes.push(`The browser will request ${sent} for this path.`);
  try {
    const dropped = findDroppedHeaders(draft);
    if (dropped.length > 0) notes.push(`A page cannot set ${dropped.join(', ')}: use curl instead.`);
  } catch (error) {
    notes.push(error instanceof Error ? error.message : String(error));
  }
  return notes;
}

/** Returns the headers, or none if a line is not a header: the notes say so. */
function validHeaders(draft: RequestDraft): [name: string, value: string][] {
  try {
    return parseHeaders(draft);
  } catch {
    return [];
  }
}

async function send(): Promise<void> {
  const sent = readDraft();
  const controller = (pendingRequest = new AbortController());
  sendButton.textContent = 'Stop';
  showPending(sent.method, sent.url);
  let showResult: () => void;
  try {
    const received = await sendRequest(sent, controller.signal, showReadingBody);
    showResult = () => showResponse(sent.method, received);
  } catch (error) {
    showResult = () => showFailure(error, controller.signal.aborted);
  }
  // The request may have been discarded in the meantime.
  if (pendingRequest !== controller) return;
  pendingRequest = undefined;
  showResult();
  showDraft();
}

/** Stops a pending request and clears the response, when another route is selected. */
export function discardResponse(): void {
  pendingRequest?.abort();
  pendingRequest = undefined;
  clearResponse();
  showDraft();
}

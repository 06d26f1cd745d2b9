/** The methods that can be tried. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the page shows. It stands in the URL's hash, so that a reload or a link keeps it. */
export interface PageState {
  /** Mount path of the folder of `file`. */
  readonly folder: string;
  /** The chosen file, or an empty text. */
  readonly file: string;
  readonly method: string;
  /** The path to try, from the origin on, with its query string. */
  readonly url: string;
  readonly filter: string;
}

const initialState: PageState = { folder: '', file: '', method: 'GET', url: '', filter: '' };

const listeners: ((now: PageState) => void)[] = [];
let current = readHash();

export function getState(): PageState {
  return current;
}

/** Calls the listener after each change. */
export function onStateChange(listener: (now: PageState) => void): void {
  listeners.push(listener);
}

/** @param addsHistoryEntry whether the browser's Back leads to what was shown before */
export function setState(change: Partial<PageState>, addsHistoryEntry = false): void {
  const next = { ...current, ...change };
  if (isSameState(next, current)) return;
  current = next;
  if (addsHistoryEntry) history.pushState(null, '', toHash(current));
  else history.replaceState(null, '', toHash(current));
  notifyListeners();
}

addEventListener('popstate', () => {
  current = readHash();
  notifyListeners();
});

function notifyListeners(): void {
  for (const listener of listeners) listener(current);
}

function readHash(): PageState {
  const hash = new URLSearchParams(location.hash.slice(1));
  const valueOf = (name: keyof PageState): string => hash.get(name) ?? initialState[name];
  return {
    folder: valueOf('folder'),
    file: valueOf('file'),
    method: methods.find((method) => method === valueOf('method')) ?? initialState.method,
    url: valueOf('url'),
    filter: valueOf('filter'),
  };
}

function toHash(state: PageState): string {
  const changed = Object.entries(state).filter(([name, value]) => value !== initialState[name as keyof PageState]);
  return `#${new URLSearchParams(changed as [string, string][]).toString()}`;
}

function isSameState(a: PageState, b: PageState): boolean {
  return (Object.keys(initialState) as (keyof PageState)[]).every((name) => a[name] === b[name]);
}

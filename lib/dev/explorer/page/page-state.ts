/** The methods that the form offers. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'];

/** The state of the page. The hash of its URL holds it, so that a reload or a link keeps it. */
export interface PageState {
  /** The mount path of the folder of `file`. */
  readonly folder: string;
  /** The selected file, or an empty string. */
  readonly file: string;
  readonly method: string;
  /** The URL to try: path and query string, with the mount path. */
  readonly url: string;
  readonly filter: string;
}

const initialState: PageState = { folder: '', file: '', method: 'GET', url: '', filter: '' };

const listeners: ((state: PageState) => void)[] = [];
let current = readHash();

export function getState(): PageState {
  return current;
}

/** Adds a listener that is called after each change. */
export function onStateChange(listener: (state: PageState) => void): void {
  listeners.push(listener);
}

/**
 * Changes the state and its hash, and calls the listeners.
 *
 * @param addsHistoryEntry `true` if the browser's Back button returns to the previous state
 */
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

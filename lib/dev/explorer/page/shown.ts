/** The methods that can be tried. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the page shows. It stands in the URL's hash, so that a reload or a link keeps it. */
export interface Shown {
  /** Mount path of the folder of `file`. */
  readonly folder: string;
  /** The chosen file, or an empty text. */
  readonly file: string;
  readonly method: string;
  /** The path to try, from the origin on, with its query string. */
  readonly url: string;
  readonly filter: string;
}

const atFirst: Shown = { folder: '', file: '', method: 'GET', url: '', filter: '' };

const listeners: ((now: Shown) => void)[] = [];
let current = readHash();

export function shown(): Shown {
  return current;
}

/** Calls the listener after each change. */
export function onShown(listener: (now: Shown) => void): void {
  listeners.push(listener);
}

/** @param isStep whether the browser's Back leads to what was shown before */
export function show(change: Partial<Shown>, isStep = false): void {
  const next = { ...current, ...change };
  if (isSame(next, current)) return;
  current = next;
  if (isStep) history.pushState(null, '', hashOf(current));
  else history.replaceState(null, '', hashOf(current));
  tell();
}

addEventListener('popstate', () => {
  current = readHash();
  tell();
});

function tell(): void {
  for (const listener of listeners) listener(current);
}

function readHash(): Shown {
  const given = new URLSearchParams(location.hash.slice(1));
  const valueOf = (name: keyof Shown): string => given.get(name) ?? atFirst[name];
  return {
    folder: valueOf('folder'),
    file: valueOf('file'),
    method: methods.find((method) => method === valueOf('method')) ?? atFirst.method,
    url: valueOf('url'),
    filter: valueOf('filter'),
  };
}

function hashOf(state: Shown): string {
  const said = Object.entries(state).filter(([name, value]) => value !== atFirst[name as keyof Shown]);
  return `#${new URLSearchParams(said as [string, string][]).toString()}`;
}

function isSame(a: Shown, b: Shown): boolean {
  return (Object.keys(atFirst) as (keyof Shown)[]).every((name) => a[name] === b[name]);
}

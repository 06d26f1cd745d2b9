import type { ExplorerData, MatchData } from '../explorer-data.js';

/** The URL of the explorer with a slash at its end, which the URL of the page may lack. */
const baseUrl = location.pathname.replace(/\/?$/, '/');

export function loadData(): Promise<ExplorerData> {
  return fetchJson('data', undefined);
}

/** Loads the explanations of a request. */
export function loadMatch(method: string, url: string, signal: AbortSignal): Promise<MatchData> {
  return fetchJson(`match?${new URLSearchParams({ method, url }).toString()}`, signal);
}

async function fetchJson<Answer>(path: string, signal: AbortSignal | undefined): Promise<Answer> {
  const response = await fetch(baseUrl + path, { cache: 'no-store', signal: signal ?? null });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as Answer;
}

interface ChangeCallbacks {
  /** A function that is called at the start, after each change, and after each reconnection, when files may differ. */
  readonly onChange: () => void;
  /** A function that is called when the connection is lost. */
  readonly onDisconnect: () => void;
}

/** The time in milliseconds between two attempts to reach a server that does not answer. */
const retryMs = 1000;

/** Follows the changes while the page is visible, because browsers open only a few connections to one server. */
export function followChanges({ onChange, onDisconnect }: ChangeCallbacks): void {
  let source: EventSource | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(retryTimer);
    const opened = (source = new EventSource(`${baseUrl}changes`));
    opened.addEventListener('open', onChange);
    opened.addEventListener('change', onChange);
    opened.addEventListener('error', () => {
      // A browser does not retry after some responses, such as that of a proxy whose server has stopped.
      opened.close();
      if (opened !== source) return;
      onDisconnect();
      retryTimer = setTimeout(connect, retryMs);
    });
  }

  function disconnect(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = undefined;
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  // A tab that was opened in the background loads its data once.
  if (document.hidden) onChange();
  else connect();
}

import type { ExplorerData, MatchData } from '../explorer-data.js';

/** The page may have been asked for without the slash at the end of its path. */
const baseUrl = location.pathname.replace(/\/?$/, '/');

export function loadData(): Promise<ExplorerData> {
  return fetchJson('data', undefined);
}

/** What becomes of a request. */
export function loadMatch(method: string, url: string, signal: AbortSignal): Promise<MatchData> {
  return fetchJson(`match?${new URLSearchParams({ method, url }).toString()}`, signal);
}

async function fetchJson<Answer>(path: string, signal: AbortSignal | undefined): Promise<Answer> {
  const response = await fetch(baseUrl + path, { cache: 'no-store', signal: signal ?? null });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as Answer;
}

interface ChangeCallbacks {
  /** Called at the beginning, after each change, and when the server is back: it may have other files now. */
  readonly onChange: () => void;
  /** Called when the server is gone. */
  readonly onDisconnect: () => void;
}

/** How long to wait before the next attempt to reach a server that is gone: 1 second. */
const retryMs = 1000;

/** Follows the changes while the page can be seen: a browser opens few connections to one server. */
export function followChanges({ onChange: onNews, onDisconnect: onLost }: ChangeCallbacks): void {
  let source: EventSource | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(retryTimer);
    const opened = (source = new EventSource(`${baseUrl}changes`));
    opened.addEventListener('open', onNews);
    opened.addEventListener('change', onNews);
    opened.addEventListener('error', () => {
      // By itself a browser gives up after some answers, such as that of a proxy whose server is gone.
      opened.close();
      if (opened !== source) return;
      onLost();
      retryTimer = setTimeout(connect, retryMs);
    });
  }

  function disconnect(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = undefined;
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  // A tab that was opened in the background asks once.
  if (document.hidden) onNews();
  else connect();
}

import type { ExplorerData, MatchData } from '../explorer-data.js';

/** The page may have been asked for without the slash at the end of its path. */
const base = location.pathname.replace(/\/?$/, '/');

export function loadData(): Promise<ExplorerData> {
  return load('data', undefined);
}

/** What becomes of a request. */
export function loadMatch(method: string, url: string, signal: AbortSignal): Promise<MatchData> {
  return load(`match?${new URLSearchParams({ method, url }).toString()}`, signal);
}

async function load<Answer>(path: string, signal: AbortSignal | undefined): Promise<Answer> {
  const response = await fetch(base + path, { cache: 'no-store', signal: signal ?? null });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as Answer;
}

interface Follower {
  /** Called at the beginning, after each change, and when the server is back: it may have other files now. */
  readonly onNews: () => void;
  /** Called when the server is gone. */
  readonly onLost: () => void;
}

/** How long to wait before the next attempt to reach a server that is gone: 1 second. */
const pause = 1000;

/** Follows the changes while the page can be seen: a browser opens few connections to one server. */
export function followChanges({ onNews, onLost }: Follower): void {
  let source: EventSource | undefined;
  let attempt: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(attempt);
    const opened = (source = new EventSource(`${base}changes`));
    opened.addEventListener('open', onNews);
    opened.addEventListener('change', onNews);
    opened.addEventListener('error', () => {
      // By itself a browser gives up after some answers, such as that of a proxy whose server is gone.
      opened.close();
      if (opened !== source) return;
      onLost();
      attempt = setTimeout(connect, pause);
    });
  }

  function disconnect(): void {
    clearTimeout(attempt);
    source?.close();
    source = undefined;
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  // A tab that was opened in the background asks once.
  if (document.hidden) onNews();
  else connect();
}

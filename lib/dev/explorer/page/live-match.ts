import type { MatchData } from '../explorer-data.js';
import { loadMatch } from './explorer-server.js';

/** How long typing has to rest before the server is asked: 120 milliseconds. */
const debounceMs = 120;

interface LiveMatchCallbacks {
  readonly onMatch: (match: MatchData, url: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Asks what becomes of a request, of the newest one only: what comes late for an older one is dropped. */
export class LiveMatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private controller: AbortController | undefined;
  private lastRequest = '';

  constructor(private readonly callbacks: LiveMatchCallbacks) {}

  /** @param isForced whether it may have another answer than the last time */
  update(method: string, url: string, isForced = false): void {
    const question = `${method} ${url}`;
    if (question === this.lastRequest && !isForced) return;
    this.lastRequest = question;
    clearTimeout(this.timer);
    this.controller?.abort();
    if (url.startsWith('/')) this.timer = setTimeout(() => void this.load(method, url), isForced ? 0 : debounceMs);
  }

  private async load(method: string, url: string): Promise<void> {
    const asking = (this.controller = new AbortController());
    try {
      const match = await loadMatch(method, url, asking.signal);
      if (!asking.signal.aborted) this.callbacks.onMatch(match, url);
    } catch (error) {
      if (!asking.signal.aborted) this.callbacks.onFailure(error);
    }
  }
}

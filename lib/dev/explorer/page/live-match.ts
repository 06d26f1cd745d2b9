import type { MatchData } from '../explorer-data.js';
import { loadMatch } from './server-client.js';

/** The time in milliseconds without typing after which the explanation is loaded. */
const debounceMs = 120;

interface LiveMatchCallbacks {
  readonly onMatch: (match: MatchData, url: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Loads the explanation of the latest request, and aborts those of earlier ones. */
export class LiveMatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private controller: AbortController | undefined;
  private lastRequest = '';

  constructor(private readonly callbacks: LiveMatchCallbacks) {}

  /**
   * Loads the explanation of a request, unless it is the last one that was loaded.
   *
   * @param isForced `true` to load it again, because the folders have changed
   */
  update(method: string, url: string, isForced = false): void {
    const request = `${method} ${url}`;
    if (request === this.lastRequest && !isForced) return;
    this.lastRequest = request;
    clearTimeout(this.timer);
    this.controller?.abort();
    if (url.startsWith('/')) this.timer = setTimeout(() => void this.load(method, url), isForced ? 0 : debounceMs);
  }

  private async load(method: string, url: string): Promise<void> {
    const controller = (this.controller = new AbortController());
    try {
      const match = await loadMatch(method, url, controller.signal);
      if (!controller.signal.aborted) this.callbacks.onMatch(match, url);
    } catch (error) {
      if (!controller.signal.aborted) this.callbacks.onFailure(error);
    }
  }
}

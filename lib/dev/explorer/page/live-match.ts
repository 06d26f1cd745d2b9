import type { MatchData } from '../explorer-data.js';
import { loadMatch } from './explorer-server.js';

/** How long typing has to rest before the server is asked: 120 milliseconds. */
const rest = 120;

interface Asker {
  readonly onMatch: (match: MatchData, url: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Asks what becomes of a request, of the newest one only: what comes late for an older one is dropped. */
export class LiveMatch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
  private asked = '';

  constructor(private readonly asker: Asker) {}

  /** @param again whether it may have another answer than the last time */
  ask(method: string, url: string, again = false): void {
    const question = `${method} ${url}`;
    if (question === this.asked && !again) return;
    this.asked = question;
    clearTimeout(this.timer);
    this.asking?.abort();
    if (url.startsWith('/')) this.timer = setTimeout(() => void this.load(method, url), again ? 0 : rest);
  }

  private async load(method: string, url: string): Promise<void> {
    const asking = (this.asking = new AbortController());
    try {
      const match = await loadMatch(method, url, asking.signal);
      if (!asking.signal.aborted) this.asker.onMatch(match, url);
    } catch (error) {
      if (!asking.signal.aborted) this.asker.onFailure(error);
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { types } from 'node:util';
import { isSandboxed } from './watching.js';

/** What a file exports. In an object, because a promise of a module calls a `then` that the module exports. */
export interface Exported {
  readonly exported: unknown;
}

/** How many imports have ended. */
let ended = 0;

/**
 * Imports a file by its URL. If the file exports a function named `then`, `import()` calls it, takes what it
 * resolves with for the module, and waits forever if it does not: then the module is taken from another one
 * that exports all of it.
 */
export async function importFile(url: string): Promise<Exported> {
  const imported = importDirectly(url);
  // A test runner forbids imports once its tests have ended, which a file that never ends may outlast.
  if (isSandboxed) await imported;
  const over = new AbortController();
  const loaded = await Promise.race([imported, standstill(over.signal)]).finally(() => {
    ended += 1;
    over.abort();
  });
  if (loaded && types.isModuleNamespaceObject(loaded.exported)) return loaded;
  return (await importWithThen(url)) ?? imported;
}

async function importDirectly(url: string): Promise<Exported> {
  return { exported: (await import(url)) as unknown };
}

/** Waits until no import has ended for 500 milliseconds, or until the signal. */
async function standstill(signal: AbortSignal): Promise<undefined> {
  let before: number;
  do {
    before = ended;
    await pause(500, undefined, { signal }).catch(() => undefined);
  } while (before !== ended && !signal.aborted);
}

let count = 0;

/** Returns undefined if the module exports no `then`, or cannot be imported in this way. */
async function importWithThen(url: string): Promise<Exported | undefined> {
  // Another number each time, because Node.js remembers modules by their URL: `watch` imports files again.
  const code = `export * as exported from ${JSON.stringify(url)}; // ${count++}`;
  try {
    const { exported } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exported;
    return typeof (exported as { then?: unknown }).then === 'function' ? { exported } : undefined;
  } catch {
    return undefined;
  }
}

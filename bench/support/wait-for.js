/** @import { EventEmitter } from 'node:events' */
import { once } from 'node:events';

/**
 * Waits for an event, and resolves to its first argument. Rejects if the emitter emits an error before.
 *
 * @param {EventEmitter} emitter
 * @param {string} event
 * @returns {Promise<unknown>}
 */
export async function waitFor(emitter, event) {
  /** @type {unknown[]} */
  const args = await once(emitter, event);
  return args[0];
}

import autocannon from 'autocannon';

const connections = 20;

/**
 * Sends requests for some seconds, and resolves to the number of answers per second.
 *
 * @param {string} origin
 * @param {readonly string[]} urls
 * @param {number} seconds
 * @throws if an answer is not 2xx
 */
export async function measureRequestsPerSecond(origin, urls, seconds) {
  const requests = urls.map((path) => ({ path }));
  const result = await autocannon({ url: origin, connections, duration: seconds, requests });
  const { '2xx': successful, non2xx, errors, duration } = result;
  if (non2xx + errors > 0) throw new Error(`${origin}: ${non2xx} answers other than 2xx, ${errors} errors.`);
  return successful / duration;
}

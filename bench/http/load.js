import autocannon from 'autocannon';

const connections = 20;

/** @returns {Promise<number>} requests per second */
export async function load(origin, urls, seconds) {
  const requests = urls.map((path) => ({ path }));
  const {
    '2xx': fine,
    non2xx,
    errors,
    duration,
  } = await autocannon({ url: origin, connections, duration: seconds, requests });
  if (non2xx + errors > 0) throw new Error(`${origin}: ${non2xx} answers other than 2xx, ${errors} errors.`);
  return fine / duration;
}

import { check, createBrowser, dataOf, readAsItArrives } from './client.mjs';

export default async function serverSentEvents(base) {
  // `fetch` accepts gzip: behind a compressing server, only `res.flush()` gets an event out at once.
  const response = await createBrowser(base).open('/api/sse');
  check('content type', response.headers.get('content-type'), 'text/event-stream;charset=utf-8');
  const { text, isStreamed } = await readAsItArrives(response, /"count":1/);
  check('events', dataOf(text), ['{"count":1}', '{"count":2}', '{"count":3}']);
  check('the first event comes before the end', isStreamed, true);
}

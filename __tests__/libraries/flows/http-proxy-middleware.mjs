import { check, createBrowser, readAsItArrives } from './client.mjs';

export default async function httpProxyMiddleware(base) {
  const browser = createBrowser(base);

  const got = await browser.get('/api/proxy/a%20b/c?x=1&x=2');
  check('GET', [got.status, got.json], [201, { method: 'GET', url: '/upstream/a%20b/c?x=1&x=2', body: '' }]);
  check('headers of the answer', got.headers.get('x-upstream'), 'yes');
  check('cookies of the answer', got.headers.getSetCookie(), ['a=1', 'b=2']);

  const value = { text: 'x'.repeat(300 * 1024) };
  const posted = await browser.postJson('/api/proxy/things', value);
  const { body, ...request } = posted.json;
  check('POST', request, { method: 'POST', url: '/upstream/things', type: 'application/json' });
  check('body of a POST', body === JSON.stringify(value), true);
  const form = await browser.postForm('/api/proxy/form', { a: '1', b: 'é' });
  check('form', form.json.body, 'a=1&b=%C3%A9');
  check('DELETE', (await browser.send('DELETE', '/api/proxy/things/5')).json.method, 'DELETE');

  // Not compressed: Next.js would hold back what nobody flushes.
  const stream = await browser.open('/api/proxy/stream', { headers: { 'accept-encoding': 'identity' } });
  const { text, isStreamed } = await readAsItArrives(stream, /first/);
  check('stream', text, 'first second third');
  check('the start of a stream comes before its end', isStreamed, true);
}

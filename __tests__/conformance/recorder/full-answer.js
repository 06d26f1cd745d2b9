/** Of the transport, not of the answer: they change with time and connection. */
const transport = new Set(['date', 'connection', 'keep-alive']);

/** The answer in the form of the given recordings: status, reason phrase, headers in their order, body. */
export function fullAnswer({ failed, status, message, headers, rawHeaders, body, complete }) {
  if (failed !== undefined) return { failed };
  const page = headers['x-powered-by'] === 'Next.js';
  return {
    status,
    message,
    headers: page ? { 'content-type': headers['content-type'] } : told(rawHeaders, headers),
    body: page && body.length > 0 ? { page: status } : bodyOf(body),
    ...(complete ? {} : { aborted: true }),
  };
}

function told(rawHeaders, headers) {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const kept = [...new Set(names)].filter((name) => !transport.has(name));
  return Object.fromEntries(kept.map((name) => [name, masked(name, headers[name])]));
}

/** Preview cookies hold keys that are random for each build. */
function masked(name, value) {
  if (name !== 'set-cookie') return value;
  return value.map((cookie) => cookie.replace(/^(__prerender_bypass|__next_preview_data)=[^;]+/, '$1=<masked>'));
}

/** Text where it is text, else base64; a long body by its length and its end. */
function bodyOf(bytes) {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return { base64: bytes.toString('base64') };
  return text.length > 4096 ? { length: bytes.length, end: text.slice(-40) } : text;
}

const thrown = {
  null: null,
  undefined: undefined,
  string: 'text',
  number: 404,
  object: { statusCode: 418, message: 'teapot' },
  status: Object.assign(new Error('e'), { status: 403, statusCode: 403, expose: true }),
  headers: Object.assign(new Error('e'), { headers: { 'x-from': 'error' } }),
  'api-error': Object.assign(new Error('Mine'), { name: 'ApiError', statusCode: 400 }),
  response: new Response('thrown', { status: 401 }),
  'not-found': Object.assign(new Error('NEXT_NOT_FOUND'), { digest: 'NEXT_NOT_FOUND' }),
  redirect: Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/x;307;' }),
  decode: Object.assign(new URIError('URI malformed'), { code: 'DECODE_FAILED' }),
  abort: Object.assign(new Error('aborted'), { name: 'AbortError' }),
  enoent: Object.assign(new Error('ENOENT'), { code: 'ENOENT' }),
};

export default function handler(req) {
  if (req.query.how === 'reject') return Promise.reject(thrown[req.query.v]);
  throw thrown[req.query.v];
}

import { PassThrough, Readable } from 'node:stream';

const circular = {};
circular.self = circular;
class Named {
  constructor() {
    this.name = 'n';
  }
}

const values = {
  'empty-string': () => '',
  unicode: () => 'é日本😀',
  'lone-surrogate': () => 'a\ud800b',
  'json-text': () => '{"a":1}',
  buffer: () => Buffer.from([0, 255, 128]),
  'empty-buffer': () => Buffer.alloc(0),
  uint8array: () => new Uint8Array([1, 2, 3]),
  float64array: () => new Float64Array([1.5, 2]),
  arraybuffer: () => new ArrayBuffer(4),
  zero: () => 0,
  float: () => -1.5,
  nan: () => NaN,
  infinity: () => Infinity,
  true: () => true,
  false: () => false,
  null: () => null,
  undefined: () => undefined,
  bigint: () => 10n,
  symbol: () => Symbol('s'),
  function: () =>
    function named(a, b) {
      return a + b;
    },
  date: () => new Date(0),
  'invalid-date': () => new Date(NaN),
  map: () => new Map([['a', 1]]),
  set: () => new Set([1]),
  error: () => new Error('told'),
  regexp: () => /a/g,
  url: () => new URL('http://a.example/b?c=d'),
  boxed: () => new String('boxed'),
  class: () => new Named(),
  'to-json': () => ({ toJSON: () => ({ from: 'toJSON' }) }),
  'to-json-text': () => ({ toJSON: () => 'text' }),
  'to-json-undefined': () => ({ toJSON: () => undefined }),
  'null-prototype': () => Object.assign(Object.create(null), { a: 1 }),
  circular: () => circular,
  'bigint-inside': () => ({ a: 1n }),
  'undefined-inside': () => ({ a: undefined, b: [undefined, () => 1] }),
  nested: () => [{ a: [null, { b: 'é' }] }],
  promise: () => Promise.resolve('late'),
  stream: () => Readable.from(['one ', 'two']),
  'empty-stream': () => Readable.from([]),
  'object-stream': () => new PassThrough().end('through'),
  'web-stream': () => new Blob(['web']).stream(),
  blob: () => new Blob(['blob']),
  response: () => new Response('body'),
};

export default function handler(req, res) {
  const { v, type, status, length } = req.query;
  if (type) res.setHeader('Content-Type', type);
  if (length) res.setHeader('Content-Length', length);
  if (status) res.status(Number(status));
  res.send(values[v]());
}

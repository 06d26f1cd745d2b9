const circular = [];
circular.push(circular);

const values = {
  'empty-string': () => '',
  false: () => false,
  zero: () => 0,
  nan: () => NaN,
  date: () => new Date(0),
  bigint: () => 1n,
  circular: () => circular,
  function: () => () => 1,
  symbol: () => Symbol('s'),
  'to-json': () => ({ toJSON: () => [1] }),
  'to-json-undefined': () => ({ toJSON: () => undefined }),
  'to-json-throws': () => ({
    toJSON() {
      throw new Error('from toJSON');
    },
  }),
  map: () => new Map([['a', 1]]),
  buffer: () => Buffer.from('ab'),
  error: () => Object.assign(new Error('m'), { code: 'E' }),
  separators: () => '\u2028\u2029</script>',
  surrogate: () => '\ud83d',
  unicode: () => ({ é: '日本' }),
  html: () => '<b>&</b>',
  object: () => ({ a: 1 }),
  null: () => null,
};

export default function handler(req, res) {
  const { v, type, status } = req.query;
  if (type) res.setHeader('content-type', type);
  if (status) res.statusCode = Number(status);
  res.json(values[v]());
}

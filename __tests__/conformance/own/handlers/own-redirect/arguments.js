const calls = {
  none: [],
  'number-only': [301],
  'text-number': ['302', '/x'],
  'url-then-number': ['/x', 301],
  'url-object': [new URL('http://a.example/')],
  'number-url-object': [302, new URL('http://a.example/')],
  'undefined-url': [302, undefined],
  null: [null],
  object: [{ url: '/x' }],
  nan: [NaN, '/x'],
  200: [200, '/x'],
  204: [204, '/x'],
  304: [304, '/x'],
  404: [404, '/x'],
  300: [300, '/x'],
  999: [999, '/x'],
  1000: [1000, '/x'],
  99: [99, '/x'],
  fraction: [302.7, '/x'],
  empty: [''],
  back: ['back'],
  latin1: ['/é'],
  unicode: ['/日本'],
  encoded: ['/%E6%97%A5?q=%20#f'],
  space: ['/a b?c=d e'],
  newline: ['/a\r\nx: y'],
  relative: ['sub/page'],
  dots: ['../up'],
  protocol: ['//evil.example/x'],
  script: ['javascript:alert(1)'],
  html: ['/?a=<b>&"c"'],
  long: [`/${'x'.repeat(3000)}`],
};

export default function handler(req, res) {
  if (req.query.status) res.status(Number(req.query.status));
  if (req.query.preset)
    res
      .setHeader('Content-Type', 'text/plain')
      .setHeader('Content-Length', '2')
      .setHeader('Location', '/preset')
      .setHeader('x-kept', '1');
  res.redirect(...calls[req.query.v]);
}

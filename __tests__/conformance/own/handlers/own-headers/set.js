const steps = {
  array: (res) => res.setHeader('x-list', ['a', 'b']),
  'cookie-array': (res) => res.setHeader('Set-Cookie', ['a=1', 'b=2; Path=/']),
  'cookie-text': (res) => res.setHeader('Set-Cookie', 'a=1'),
  'cookie-twice': (res) => res.setHeader('Set-Cookie', 'a=1').setHeader('Set-Cookie', 'b=2'),
  'cookie-same': (res) => res.setHeader('Set-Cookie', ['a=1', 'b=2', 'a=1']),
  'cookie-number': (res) => res.setHeader('Set-Cookie', 5),
  'cookie-read': (res) => {
    res.setHeader('Set-Cookie', 'a=1');
    res.setHeader('x-read', JSON.stringify(res.getHeader('Set-Cookie')));
  },
  returned: (res) => res.setHeader('x-returned', String(res.setHeader('x-a', '1') === res)),
  append: (res) =>
    res
      .setHeader('x-a', '1')
      .appendHeader('x-a', '2')
      .appendHeader('Set-Cookie', 'a=1')
      .appendHeader('Set-Cookie', 'b=2'),
  map: (res) =>
    res.setHeaders(
      new Map([
        ['x-map', 'm'],
        ['content-language', 'en'],
      ]),
    ),
  number: (res) => res.setHeader('x-number', 5),
  remove: (res) => {
    res.setHeader('x-gone', '1');
    res.removeHeader('x-gone');
  },
  'remove-type': (res) => {
    res.setHeader('content-type', 'text/plain');
    res.removeHeader('Content-Type');
  },
  case: (res) => res.setHeader('X-CaSe', 'Kept'),
  type: (res) => res.setHeader('Content-Type', 'application/vnd.api+json'),
  length: (res) => res.setHeader('Content-Length', '3'),
  encoding: (res) => res.setHeader('Content-Encoding', 'identity'),
  powered: (res) => res.setHeader('X-Powered-By', 'Me'),
  vary: (res) => res.setHeader('Vary', 'Origin'),
  date: (res) => {
    res.sendDate = false;
  },
  invalid: (res) => res.setHeader('x-bad', 'a\nb'),
  'invalid-name': (res) => res.setHeader('x bad', '1'),
  undefined: (res) => res.setHeader('x-undefined', undefined),
  latin1: (res) => res.setHeader('x-latin', 'é'),
};

export default function handler(req, res) {
  steps[req.query.v](res);
  if (req.query.how === 'send') res.send('text');
  else if (req.query.how === 'end') res.end('text');
  else res.json({ ok: true });
}

const steps = {
  status: (res) => res.status(418),
  message: (res) => {
    res.status(418).statusMessage = 'Mine';
  },
  type: (res) => res.setHeader('Content-Type', 'application/json'),
  headers: (res) =>
    res.setHeader('x-a', '1').setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('Cache-Control', 'max-age=60'),
  etag: (res) => res.setHeader('ETag', '"mine"'),
  length: (res) => res.setHeader('Content-Length', '5'),
  'head-sent': (res) => res.writeHead(201, { 'x-sent': '1' }),
  'head-length': (res) => res.writeHead(201, { 'Content-Length': '30' }),
  flushed: (res) => res.flushHeaders(),
  written: (res) => res.write('part '),
  'written-length': (res) => res.setHeader('Content-Length', '26').write('part '),
  ended: (res) => res.end('done'),
  sent: (res) => res.json({ sent: true }),
  redirected: (res) => res.redirect('/x'),
  204: (res) => res.status(204),
  304: (res) => res.status(304),
};

export default async function handler(req, res) {
  steps[req.query.v](res);
  if (req.query.late) await new Promise((resolve) => setTimeout(resolve, 30));
  throw new Error('after that');
}

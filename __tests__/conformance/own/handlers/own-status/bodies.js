/** Codes that go without a body, and every way to give them one. */
export default function handler(req, res) {
  const { s, how, preset } = req.query;
  if (preset) res.setHeader('Content-Type', 'text/x').setHeader('Content-Length', '3').setHeader('x-kept', '1');
  res.status(Number(s));
  if (how === 'json') res.json({ a: 1 });
  else if (how === 'send') res.send('abc');
  else if (how === 'buffer') res.send(Buffer.from('abc'));
  else if (how === 'empty') res.send('');
  else if (how === 'null') res.send(null);
  else if (how === 'end') res.end();
  else if (how === 'end-text') res.end('abc');
  else if (how === 'write') {
    res.write('abc');
    res.end();
  }
}

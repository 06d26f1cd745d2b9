export default function handler(req, res) {
  const { n = '3000', type, how, vary, cache } = req.query;
  if (type) res.setHeader('Content-Type', type);
  if (vary) res.setHeader('Vary', vary);
  if (cache) res.setHeader('Cache-Control', cache);
  const text = 'x'.repeat(Number(n));
  if (how === 'end') res.end(text);
  else if (how === 'write') {
    res.write(text);
    res.end();
  } else if (how === 'flush') {
    res.write('a');
    res.flush();
    res.end('b');
  } else if (how === 'redirect') res.redirect('/x');
  else if (how === 'throw') throw new Error('x');
  else if (how === 'send') res.send(text);
  else res.json({ text, flush: typeof res.flush });
}

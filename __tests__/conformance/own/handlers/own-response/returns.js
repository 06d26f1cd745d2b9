const name = (value, res) => (value === res ? 'res' : typeof value);

export default function handler(req, res) {
  const told = {};
  told.status = name(res.status(200), res);
  told.setHeader = name(res.setHeader('x-a', '1'), res);
  if (req.query.what === 'redirect') told.redirect = name(res.redirect('/x'), res);
  else if (req.query.what === 'json') told.json = name(res.json({ a: 1 }), res);
  else if (req.query.what === 'send') told.send = name(res.send('text'), res);
  else if (req.query.what === 'end') told.end = name(res.end('text'), res);
  else if (req.query.what === 'write') told.write = name(res.write('text'), res);
  handler.last = { ...told, writableEnded: res.writableEnded, headersSent: res.headersSent, finished: res.finished };
  if (req.query.what === 'write') res.end();
  if (req.query.what === 'last') return;
}

export default function handler(req, res) {
  const { etag, modified, status, how, cache } = req.query;
  if (etag) res.setHeader('ETag', etag);
  if (modified) res.setHeader('Last-Modified', modified);
  if (cache) res.setHeader('Cache-Control', cache);
  if (status) res.status(Number(status));
  if (how === 'end') res.end('content');
  else if (how === 'send') res.send('content');
  else if (how === 'buffer') res.send(Buffer.from('content'));
  else if (how === 'type') res.setHeader('Content-Type', 'text/plain').setHeader('Content-Length', '7').send('content');
  else if (how === 'null') res.send(null);
  else res.json({ content: true });
}

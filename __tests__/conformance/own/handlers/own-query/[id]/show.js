export default function handler(req, res) {
  res.json({ query: req.query, keys: Object.keys(req.query), own: Object.hasOwn(req, 'query'), url: req.url });
}

export default function handler(req, res) {
  res.setHeader('x-method', req.method);
  res.json({ method: req.method, body: req.body });
}

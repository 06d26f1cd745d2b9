export default function handler(req, res) {
  const { s, m, how } = req.query;
  if (s) res.status(Number(s));
  res.statusMessage = m;
  if (how === 'redirect') res.redirect('/x');
  else if (how === 'throw') throw new Error('x');
  else if (how === 'end') res.end();
  else res.json({ m });
}

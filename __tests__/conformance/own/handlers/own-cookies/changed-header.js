/** Parsed on first use: from the header as it is then? */
export default function handler(req, res) {
  if (req.query.first) void req.cookies;
  req.headers.cookie = 'late=1';
  res.json({ cookies: req.cookies });
}

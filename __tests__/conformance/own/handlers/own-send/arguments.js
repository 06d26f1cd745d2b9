/** Unlike Express's: one argument, and it is the body. */
export default function handler(req, res) {
  if (req.query.v === 'two') res.send(201, 'ignored');
  else if (req.query.v === 'none') res.send();
  else if (req.query.v === 'json-two') res.json(201, { ignored: true });
  else res.json();
}

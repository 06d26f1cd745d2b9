/** The helpers are closures: they work without `res` before the dot. */
export default function handler(req, res) {
  const { status, json, send, redirect } = res;
  status(202);
  if (req.query.v === 'json') json({ detached: true });
  else if (req.query.v === 'redirect') redirect(303, '/there');
  else send('detached');
}

/** Every header that the handler sees; ports and hosts by their form, as they change with the run. */
export default function handler(req, res) {
  const port = String(req.socket.localPort);
  const seen = Object.entries(req.headers).map(([name, value]) => [name, String(value).replaceAll(port, '<port>')]);
  res.json({ headers: Object.fromEntries(seen), raw: req.rawHeaders.length / 2 });
}

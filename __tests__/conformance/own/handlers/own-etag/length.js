/** The tag is made of the characters, not of the bytes. */
export default function handler(req, res) {
  res.send(String(req.query.c).repeat(Number(req.query.n)));
}

export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  const had = {
    own: Object.hasOwn(req, 'body'),
    type: typeof req.body,
    flowing: req.readableFlowing,
    ended: req.readableEnded,
  };
  if (req.query.read === undefined) return res.json(had);
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  res.json({ ...had, text: Buffer.concat(chunks).toString('base64'), encoding: req.readableEncoding });
}

/** The parsed body has consumed the stream. */
export default async function handler(req, res) {
  let bytes = 0;
  for await (const chunk of req) bytes += chunk.length;
  res.json({ body: req.body, bytes, ended: req.readableEnded, complete: req.complete });
}

export const config = { api: { bodyParser: undefined } };

export default function handler(req, res) {
  res.status(200).json({ type: typeof req.body, length: req.body?.length ?? null });
}

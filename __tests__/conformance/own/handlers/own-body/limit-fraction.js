export const config = { api: { bodyParser: { sizeLimit: '0.5kb' } } };

export default function handler(req, res) {
  res.status(200).json({ type: typeof req.body, length: req.body?.length ?? null });
}

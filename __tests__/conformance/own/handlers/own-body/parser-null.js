export const config = { api: { bodyParser: null } };

export default function handler(req, res) {
  res.status(200).json({ type: typeof req.body, length: req.body?.length ?? null });
}

export const config = { api: null };

export default function handler(req, res) {
  res.status(200).json({ type: typeof req.body });
}

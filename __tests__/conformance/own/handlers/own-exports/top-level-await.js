const ready = await Promise.resolve('ready');

export default function handler(req, res) {
  res.json({ ready });
}

export function GET(req, res) {
  res.json({ by: 'GET' });
}

export default function handler(req, res) {
  res.json({ by: 'default' });
}

import type { NextApiRequest, NextApiResponse } from 'next';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const names = Object.keys(req.headers).filter((name) => name.startsWith('x-forwarded-'));
  res.json({ names: names.sort(), proto: req.headers['x-forwarded-proto'] });
}

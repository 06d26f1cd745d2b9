import type { NextApiRequest, NextApiResponse } from 'next';
import { sessionCookie } from '@/lib/session';

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const { user, password } = req.body;
  if (password !== 'demo') return res.status(403).json({ error: 'Wrong password' });
  res.setHeader('Set-Cookie', [sessionCookie(user), 'theme=dark; Path=/']);
  return res.redirect(303, '/account');
}

import { createHmac } from 'crypto';
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next';

const signatureOf = (user: string) =>
  createHmac('sha256', process.env.SESSION_SECRET!).update(user).digest('hex').slice(0, 16);

export function sessionCookie(user: string): string {
  return `session=${encodeURIComponent(`${user}.${signatureOf(user)}`)}; Path=/; HttpOnly; SameSite=Lax`;
}

export function userOf(req: NextApiRequest): string | undefined {
  const [user, signature] = (req.cookies.session ?? '').split('.');
  return user && signature === signatureOf(user) ? user : undefined;
}

type UserHandler = (req: NextApiRequest, res: NextApiResponse, user: string) => unknown;

export function withUser(handler: UserHandler): NextApiHandler {
  return async (req, res) => {
    const user = userOf(req);
    if (!user) return res.status(401).json({ error: 'Sign in first' });
    return handler(req, res, user);
  };
}

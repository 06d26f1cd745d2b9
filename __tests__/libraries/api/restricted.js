import { getServerSession } from 'next-auth/next';
import { getToken } from 'next-auth/jwt';
import { authOptions } from '#shared/next-auth.js';

export default async function handler(req, res) {
  const session = await getServerSession(req, res, authOptions);
  if (!session) {
    res.status(401).json({ message: 'You must be logged in.' });
    return;
  }
  const token = await getToken({ req, secret: process.env.NEXTAUTH_SECRET });
  res.json({ user: session.user, subject: token?.sub });
}

import { getIronSession } from 'iron-session';
import { sessionOptions } from '#shared/iron-session.js';

export default async function handler(req, res) {
  const session = await getIronSession(req, res, sessionOptions);
  if (session.isLoggedIn !== true) return res.json({ username: '', isLoggedIn: false });
  return res.json({ username: session.username, isLoggedIn: true });
}

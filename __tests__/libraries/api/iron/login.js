import { getIronSession } from 'iron-session';
import { sessionOptions } from '#shared/iron-session.js';

export default async function handler(req, res) {
  const session = await getIronSession(req, res, sessionOptions);
  session.username = req.body.username ?? 'No username';
  session.isLoggedIn = true;
  await session.save();
  res.json({ username: session.username, isLoggedIn: session.isLoggedIn });
}

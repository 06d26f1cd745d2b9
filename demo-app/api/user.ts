import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../allow-methods.js';
import { httpError } from '../http-error.js';
import { findUser } from '../users.js';

const show: ApiHandler = (req, res) => {
  res.set('Cache-Control', 'no-store');
  const { authorization } = req.headers;
  if (authorization === undefined) return res.json({ signedIn: false, name: 'anonymous' });
  const user = findUser(authorization);
  if (user) return res.json({ signedIn: true, ...user });
  res.set('WWW-Authenticate', 'Bearer');
  throw httpError(401, 'This token is not known.');
};

export default [allowMethods('GET'), show];

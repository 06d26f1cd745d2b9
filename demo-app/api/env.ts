import { createHash } from 'node:crypto';
import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../allow-methods.js';
import { servicesOf } from '../services.js';

/** Shows that the secret arrived, and which one it is to those who know it: never the secret itself. */
const show: ApiHandler = (req, res) => {
  const secret = servicesOf(req).env['DEMO_SECRET'];
  if (!secret) return res.json({ name: 'DEMO_SECRET', isSet: false });
  const sha256 = createHash('sha256').update(secret).digest('hex');
  res.json({ name: 'DEMO_SECRET', isSet: true, sha256: `${sha256.slice(0, 8)}…` });
};

export default [allowMethods('GET'), show];

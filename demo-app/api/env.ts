import { createHash } from 'node:crypto';
import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../allow-methods.js';
import { servicesOf } from '../services.js';

/** Shows if the secret is set, and the start of its hash for those who know it, but never the secret itself. */
const show: ApiHandler = (req, res) => {
  const { DEMO_SECRET: secret } = servicesOf(req).env;
  res.json(
    secret ? { name: 'DEMO_SECRET', isSet: true, sha256: shortHash(secret) } : { name: 'DEMO_SECRET', isSet: false },
  );
};

function shortHash(secret: string): string {
  return `${createHash('sha256').update(secret).digest('hex').slice(0, 8)}…`;
}

export default [allowMethods('GET'), show];

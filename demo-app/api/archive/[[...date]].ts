import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { readNumber } from '../../read-number.js';
import { readPeriod } from '../../read-period.js';
import { servicesOf } from '../../services.js';

const list: ApiHandler = async (req, res) => {
  // Where nothing follows /archive this has no key; `req.query` may have one, which a client sent as ?date=.
  const { date = [] } = req.params as { date?: string[] };
  const page = readNumber('page', req.query.page ?? '1');
  const posts = await servicesOf(req).posts.list(page, readPeriod(date));
  res.json({ archive: date.join('-') || 'all time', ...posts });
};

export default [allowMethods('GET'), list];

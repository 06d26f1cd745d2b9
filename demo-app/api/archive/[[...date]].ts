import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { readNumber } from '../../read-number.js';
import { readPeriod } from '../../read-period.js';
import { servicesOf } from '../../services.js';

const list: ApiHandler<'/archive/[[...date]]'> = async (req, res) => {
  // Not from `req.query`: if the path is only /archive, a client can set the date there, with ?date=.
  const { date = [] } = req.params;
  const { page = '1' } = req.query;
  const posts = await servicesOf(req).posts.list(readNumber('page', page), readPeriod(date));
  res.json({ archive: date.join('-') || 'all time', ...posts });
};

export default [allowMethods('GET'), list];

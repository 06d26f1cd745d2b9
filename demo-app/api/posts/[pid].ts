import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { httpError } from '../../http-error.js';
import { readNumber } from '../../read-number.js';
import { servicesOf } from '../../services.js';

const show: ApiHandler<'/posts/[pid]'> = async (req, res) => {
  const pid = readNumber('pid', req.query.pid);
  const post = await servicesOf(req).posts.find(pid);
  if (!post) throw httpError(404, `There is no post ${pid}.`);
  res.json(post);
};

export default [allowMethods('GET'), show];

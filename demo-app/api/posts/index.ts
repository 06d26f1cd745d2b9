import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { httpError } from '../../http-error.js';
import { readNewPost } from '../../read-new-post.js';
import { readNumber } from '../../read-number.js';
import { servicesOf } from '../../services.js';

const list: ApiHandler = async (req, res) => {
  const { page = '1' } = req.query;
  res.json(await servicesOf(req).posts.list(readNumber('page', page)));
};

const add: ApiHandler = async (req, res) => {
  const read = readNewPost(req.body);
  if ('problems' in read) throw httpError(400, read.problems.join(' '));
  const post = await servicesOf(req).posts.add(read.post);
  res.status(201).location(`${req.baseUrl}/posts/${post.id}`).json(post);
};

const listOrAdd: ApiHandler = (req, res, next) => (req.method === 'POST' ? add : list)(req, res, next);

export default [allowMethods('GET', 'POST'), listOrAdd];

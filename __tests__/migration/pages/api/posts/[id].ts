import type { NextApiRequest, NextApiResponse } from 'next';
import { findPost, removePost } from '../../../lib/posts';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const post = findPost(Number(req.query.id));
  if (!post) return res.status(404).json({ error: `No post ${req.query.id}` });

  switch (req.method) {
    case 'GET':
      return res.json(post);
    case 'PATCH':
      Object.assign(post, req.body, { id: post.id });
      return res.json(post);
    case 'DELETE':
      removePost(post.id);
      return res.status(204).json(null);
    default:
      res.setHeader('Allow', 'GET, PATCH, DELETE');
      return res.status(405).end();
  }
}

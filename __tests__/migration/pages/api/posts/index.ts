import type { NextApiRequest, NextApiResponse } from 'next';
import { createPost, listPosts, type Post } from '../../../lib/posts';

type Data = Post[] | Post | { error: string };

export default function handler(req: NextApiRequest, res: NextApiResponse<Data>) {
  switch (req.method) {
    case 'GET': {
      const { tag = [] } = req.query;
      return res.status(200).json(listPosts(Array.isArray(tag) ? tag : [tag]));
    }
    case 'POST': {
      const { title, tags } = req.body;
      if (typeof title !== 'string' || title === '') return res.status(400).json({ error: 'A post needs a title' });
      const post = createPost(title, tags);
      res.setHeader('Location', `/api/posts/${post.id}`);
      return res.status(201).json(post);
    }
    default:
      res.setHeader('Allow', ['GET', 'POST']);
      return res.status(405).end(`Method ${req.method} Not Allowed`);
  }
}

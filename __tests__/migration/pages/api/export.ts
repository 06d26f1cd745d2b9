import { Readable } from 'stream';
import type { NextApiRequest, NextApiResponse } from 'next';
import { listPosts } from '../../lib/posts';

export default function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.setHeader('Content-Type', 'text/csv; charset=utf-8');
  res.setHeader('Content-Disposition', 'attachment; filename="posts.csv"');
  res.send(Readable.from(listPosts([]).map(({ id, title }) => `${id},${title}\n`)));
}

import type { NextApiRequest, NextApiResponse } from 'next';

export default async function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.setHeader('X-Seen', 'yes');
  throw Object.assign(new Error('The database is on fire'), { statusCode: 503 });
}

import { NextApiRequest, NextApiResponse } from 'next';

type Data = { hello: string; site: string | undefined; api: string | undefined };

export default function handler(req: NextApiRequest, res: NextApiResponse<Data>) {
  const { name = 'world' } = req.query;
  res.status(200).json({ hello: String(name), site: process.env.SITE_NAME, api: process.env.API_URL });
}

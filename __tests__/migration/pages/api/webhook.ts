import { createHmac, timingSafeEqual } from 'crypto';
import type { NextApiRequest, NextApiResponse, PageConfig } from 'next';
import { readBody } from '@/lib/read-body';

// The signature is over the bytes as they were sent.
export const config: PageConfig = { api: { bodyParser: false } };

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const body = await readBody(req);
  const expected = createHmac('sha256', process.env.WEBHOOK_SECRET!).update(body).digest();
  const given = Buffer.from(String(req.headers['x-signature'] ?? ''), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return res.status(400).send('Webhook Error: wrong signature');
  }
  res.status(200).json({ received: JSON.parse(body.toString()).event });
}

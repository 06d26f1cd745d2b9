/** Type tests: a file of a Next.js app, with Next's names and this package's types. */
import type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig } from '../../lib/next/index.js';

interface Data {
  name: string;
}

export const config: PageConfig = { api: { bodyParser: false, externalResolver: true }, maxDuration: 5 };

export default async function handler(req: NextApiRequest, res: NextApiResponse<Data>): Promise<void> {
  const { pid } = req.query;
  const first: string | undefined = Array.isArray(pid) ? pid[0] : pid;
  const token: string | undefined = req.cookies['token'];
  const title: string = req.body.title;
  if (req.method !== 'GET') return void res.status(405).end();
  if (first === undefined) return void res.redirect(307, '/');
  if (token === undefined) return void res.redirect('/login');
  // @ts-expect-error -- the response says that it has a name
  res.status(200).json({ title });
  res.setHeader('x-pid', first);
  res.status(200).json({ name: title });
  await res.revalidate('/');
}

export const arrow: NextApiHandler<Data> = (_req, res) => {
  res.send({ name: 'John Doe' });
};

import type { Request, Response } from 'express';

export default function handler(req: Request, res: Response): void {
  res.json({ file: 'docs/[...slug]', query: req.query });
}

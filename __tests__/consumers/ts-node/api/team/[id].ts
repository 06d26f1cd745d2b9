import type { ApiHandler } from 'express-pages-api';

export const GET: ApiHandler = (req, res) => {
  res.json({ file: 'team/[id]', query: req.query, by: res.locals['by'] });
};

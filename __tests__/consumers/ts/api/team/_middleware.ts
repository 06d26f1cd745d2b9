import type { ApiHandler } from 'express-pages-api';

const middleware: ApiHandler = (req, res, next) => {
  res.locals['by'] = req.query['id'];
  next();
};
export default middleware;

import express, { type ErrorRequestHandler, type Express } from 'express';
import { fsRoutes, type FsRoutesOptions } from 'express-pages-api';
import { users } from './db.js';

const handleError: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  res.status(500).json({ error: error.message });
};

export function createApp(options?: FsRoutesOptions): Express {
  users.set('7', 'Ada');
  const app = express();
  app.use('/api', fsRoutes('./api', options));
  app.use((_req, res) => {
    res.status(404).json({ error: 'nothing here' });
  });
  app.use(handleError);
  return app;
}

import express from 'express';
import { fsRoutes } from 'express-pages-api';
import { explorer } from 'express-pages-api/explorer';
import { users } from './db.js';

users.set('7', 'Ada');
export const app = express();
const routes = fsRoutes(new URL('./api', import.meta.url));
app.use('/api', routes);
app.use('/_routes', explorer({ '/api': routes }));
app.use((req, res) => {
  res.status(404).json({ error: 'nothing here' });
});
app.use((error, req, res, next) => {
  res.status(500).json({ error: error.message });
});

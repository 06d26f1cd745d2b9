import type { ApiHandler } from 'express-pages-api';
import { users } from '../../db.js';

const handler: ApiHandler = (req, res) => {
  const { id } = req.query;
  res.json({ file: 'users/[id]', query: req.query, name: users.get(String(id)) });
};

export default handler;

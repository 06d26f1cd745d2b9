import { users } from '../../db.js';

export default (req, res) => {
  res.json({ file: 'users/[id]', query: req.query, name: users.get(req.query.id) });
};

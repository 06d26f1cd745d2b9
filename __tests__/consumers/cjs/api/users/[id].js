const { users } = require('../../db');

module.exports = (req, res) => {
  res.json({ file: 'users/[id]', query: req.query, name: users.get(req.query.id) });
};

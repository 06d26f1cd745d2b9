module.exports = function user(req, res) {
  res.end('/users/[user-id]');
};

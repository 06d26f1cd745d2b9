module.exports = function post(req, res) {
  res.end('/posts/[pid]');
};

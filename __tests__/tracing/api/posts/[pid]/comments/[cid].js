module.exports = function comment(req, res) {
  res.end('/posts/[pid]/comments/[cid]');
};

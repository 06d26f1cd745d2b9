module.exports = function docs(req, res) {
  res.end('/docs/[...path]');
};

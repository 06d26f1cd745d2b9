module.exports = function status(req, res) {
  res.end('/status');
};

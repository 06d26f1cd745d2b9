module.exports = function index(req, res) {
  res.end('/');
};

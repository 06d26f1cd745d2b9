module.exports = function rest(req, res) {
  res.end('/falls/[...rest]');
};

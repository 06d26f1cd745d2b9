module.exports = function twoWords(req, res) {
  res.end('/two words');
};

module.exports = function shop(req, res) {
  res.end('/shop/[[...slug]]');
};

module.exports = function name(req, res, next) {
  next();
};

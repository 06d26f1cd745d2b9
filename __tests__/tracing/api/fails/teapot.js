module.exports = function teapot(req, res, next) {
  next(Object.assign(new Error('a teapot'), { status: 418 }));
};

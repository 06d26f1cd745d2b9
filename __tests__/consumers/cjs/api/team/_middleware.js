module.exports = (req, res, next) => {
  res.locals.by = req.query.id;
  next();
};

function first(req, res, next) {
  next();
}

function second(req, res) {
  res.end('/chain');
}

module.exports = [first, second];

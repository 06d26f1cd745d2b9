module.exports = (req, res) => {
  res.json({ file: 'users/list', query: req.query });
};

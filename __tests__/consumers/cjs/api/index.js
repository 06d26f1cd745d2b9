module.exports = (req, res) => {
  res.json({ file: 'index', query: req.query });
};

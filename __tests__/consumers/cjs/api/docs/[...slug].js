module.exports = (req, res) => {
  res.json({ file: 'docs/[...slug]', query: req.query });
};

export default (req, res) => {
  res.json({ file: 'index', query: req.query });
};

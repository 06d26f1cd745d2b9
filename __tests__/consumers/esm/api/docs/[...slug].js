export default (req, res) => {
  res.json({ file: 'docs/[...slug]', query: req.query });
};

export default (req, res) => {
  res.json({ file: 'shop/[[...slug]]', query: req.query });
};

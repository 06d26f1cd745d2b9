const file = await Promise.resolve('users/list');

export default (req, res) => {
  res.json({ file, query: req.query });
};

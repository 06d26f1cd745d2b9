exports.GET = (req, res) => {
  res.json({ file: 'team/[id]', query: req.query, by: res.locals.by });
};

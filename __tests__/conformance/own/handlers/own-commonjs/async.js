module.exports = async (req, res) => {
  res.status(200).json({ form: 'async' });
};

module.exports = { default: (req, res) => res.status(200).json({ form: 'default property' }) };

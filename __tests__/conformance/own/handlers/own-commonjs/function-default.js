module.exports = (req, res) => res.json({ by: 'module.exports' });
module.exports.default = (req, res) => res.json({ by: 'default' });

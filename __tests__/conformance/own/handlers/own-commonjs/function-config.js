module.exports = (req, res) => res.status(200).json({ had: typeof req.body });
module.exports.config = { api: { bodyParser: false } };

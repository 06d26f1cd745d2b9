Object.defineProperty(exports, '__esModule', { value: true });
exports.config = { api: { bodyParser: false } };
exports.default = (req, res) => res.status(200).json({ had: typeof req.body });

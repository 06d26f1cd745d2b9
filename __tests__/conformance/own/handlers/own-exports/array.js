export default [(req, res) => res.json({ form: 'array' })];

const handler = (req, res) => res.json({ form: 'wrapped' });

export default { default: handler };

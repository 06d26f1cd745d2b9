export default Promise.resolve((req, res) => res.json({ form: 'promise' }));

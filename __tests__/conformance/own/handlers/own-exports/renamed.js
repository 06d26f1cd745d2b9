function handler(req, res) {
  res.json({ form: 'renamed' });
}

export { handler as default };

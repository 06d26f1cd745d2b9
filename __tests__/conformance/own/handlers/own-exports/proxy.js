export default new Proxy(function handler() {}, {
  apply: (target, self, [req, res]) => res.json({ form: 'proxy' }),
});

export default async function* handler(req, res) {
  res.json({ form: 'generator' });
  yield 1;
}

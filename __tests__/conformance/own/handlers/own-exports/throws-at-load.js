throw new Error('at load');

export default function handler(req, res) {
  res.end();
}

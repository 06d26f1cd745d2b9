export default function handler(req, res) {
  const found = Object.entries(process.env)
    .filter(([name]) => name.startsWith('ORACLE_'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  res.json({ ...Object.fromEntries(found), NODE_ENV: process.env.NODE_ENV });
}

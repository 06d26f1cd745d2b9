export default function handler(req, res) {
  res.end('area0/thing0/[id].js');
}

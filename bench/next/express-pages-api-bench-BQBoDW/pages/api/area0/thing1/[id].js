export default function handler(req, res) {
  res.end('area0/thing1/[id].js');
}

export default function handler(req, res) {
  res.end('area0/thing0/files/[...path].js');
}

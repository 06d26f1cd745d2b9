export default function handler(req, res) {
  const { cookies } = req;
  res
    .status(200)
    .json({ cookies, keys: Object.keys(cookies), proto: Object.getPrototypeOf(cookies) === null ? 'null' : 'usual' });
}

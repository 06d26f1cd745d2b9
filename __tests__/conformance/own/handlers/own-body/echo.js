export default function handler(req, res) {
  const { body } = req;
  const prototype = body !== null && typeof body === 'object' && Object.getPrototypeOf(body) === null;
  res
    .status(200)
    .json({ type: typeof body, array: Array.isArray(body), prototype: prototype ? 'null' : 'usual', body });
}

export default function handler() {
  const [req, res] = arguments;
  const { length } = arguments;
  res.status(200).json({
    length,
    self: typeof this,
    target: typeof new.target,
    req: req.constructor.name,
    res: res.constructor.name,
  });
}

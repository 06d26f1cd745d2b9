const prototype = (value) => {
  if (value === null || typeof value !== 'object') return typeof value;
  const of = Object.getPrototypeOf(value);
  return of === null ? 'null' : of.constructor.name;
};

export default function handler(req, res) {
  res.json({
    query: prototype(req.query),
    cookies: prototype(req.cookies),
    body: prototype(req.body),
    headers: prototype(req.headers),
    sameQuery: req.query === req.query,
    sameCookies: req.cookies === req.cookies,
    frozen: Object.isFrozen(req.query) || Object.isFrozen(req.cookies),
  });
}

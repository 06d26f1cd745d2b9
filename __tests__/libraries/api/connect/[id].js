import { createRouter, expressWrapper } from 'next-connect';

const router = createRouter();

/** A middleware in Express's own style, which calls back. */
function stamp(req, res, next) {
  res.setHeader('X-Stamp', 'express');
  setImmediate(next);
}

router
  .use(expressWrapper(stamp))
  .use(async (req, res, next) => {
    req.order = ['first'];
    await next();
    req.order.push('unwound');
  })
  .use(async (req, res, next) => {
    req.order.push('second');
    await next();
  })
  .get((req, res) => {
    if (req.query.id === 'missing') throw Object.assign(new Error('no such user'), { statusCode: 404 });
    if (req.query.id === 'broken') throw new Error('broken');
    res.json({ user: req.query.id, order: req.order });
  })
  .put(async (req, res) => {
    res.status(202).json({ user: req.query.id, name: req.body.name });
  });

export default router.handler({
  onError: (err, req, res) => {
    res.status(err.statusCode || 500).end(err.message);
  },
  onNoMatch: (req, res) => {
    res.setHeader('Allow', 'GET, PUT');
    res.status(405).end(`Method ${req.method} Not Allowed`);
  },
});

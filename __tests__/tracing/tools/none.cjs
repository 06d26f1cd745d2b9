const recorder = require('../recorder.cjs');

/** No tool: what a logger such as morgan or pino-http reads when the response has been sent. */
recorder.beforeRoutes = function logRoute(app) {
  app.use(function logger(req, res, next) {
    res.once('finish', () =>
      recorder.record({ name: `${req.method} ${(req.baseUrl ?? '') + (req.route?.path ?? '')}` }),
    );
    next();
  });
};

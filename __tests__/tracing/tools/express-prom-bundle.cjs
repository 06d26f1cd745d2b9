const promBundle = require('express-prom-bundle');
const { Registry } = require('prom-client');
const recorder = require('../recorder.cjs');

recorder.beforeRoutes = function countRequests(app) {
  const promRegistry = new Registry();
  app.use(
    promBundle({
      promRegistry,
      includeMethod: true,
      includePath: true,
      normalizePath: (req) => (req.baseUrl ?? '') + (req.route?.path ?? ''),
    }),
  );
  app.use(function recordMetric(req, res, next) {
    res.once('finish', () => setImmediate(record, promRegistry));
    next();
  });
};

async function record(promRegistry) {
  const { values } = await promRegistry.getSingleMetric('http_request_duration_seconds').get();
  const { method, path } = values.find(({ metricName }) => metricName.endsWith('_count')).labels;
  promRegistry.resetMetrics();
  recorder.record({ name: `${method} ${path}` });
}

const { tracingChannel } = require('node:diagnostics_channel');
const recorder = require('../recorder.cjs');

/** What Express 5.3 itself tells of the handlers that it calls, to whoever asks, at any time: here, when all routes are in place. */
const channel = tracingChannel('express.router.request');
let calls = [];

recorder.beforeRoutes = function recordCalls(app) {
  app.use(function startRecord(req, res, next) {
    calls = [];
    res.once('finish', () => setImmediate(record, req));
    next();
  });
};

recorder.afterRoutes = function subscribe() {
  if (channel.start.hasSubscribers) return;
  const nothing = () => {};
  const start = (call) => calls.push({ ...call, baseUrl: call.req.baseUrl });
  const error = ({ error }) => calls.push({ error });
  channel.subscribe({ start, error, end: nothing, asyncStart: nothing, asyncEnd: nothing });
};

function record({ method }) {
  const handlers = calls.filter(({ handler }) => handler !== undefined);
  // Of a route: what `use` added has no method.
  const { baseUrl = '', route = '' } = handlers.findLast(({ layer }) => 'method' in layer) ?? {};
  recorder.record({
    name: `${method} ${baseUrl}${route}`.trim(),
    errors: calls.filter((call) => call.handler === undefined).map(({ error }) => error.message),
    spans: handlers.map(({ handler }) => ({ name: handler.name, in: 'SERVER' })),
  });
}

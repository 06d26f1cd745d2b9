const recorder = require('../recorder.cjs');

const Sentry = require('@sentry/node');

let errors = [];
let spans = [];

exports.recording = {
  dsn: 'http://public@127.0.0.1:9/1',
  // Nothing leaves the machine: what would be sent is recorded.
  // It would hide an error that is reported twice.
  integrations: (defaults) => defaults.filter(({ name }) => name !== 'Dedupe'),
  transport: () => ({ send: async () => ({}), flush: async () => true }),
  beforeSend(event) {
    errors.push(event.exception.values[0].value);
    return event;
  },
  beforeSendSpan(span) {
    spans.push(span);
    // The spans of handlers end with the response too, some after that of the server.
    if (span.is_segment) setImmediate(recordRequest, span);
    return span;
  },
};

async function recordRequest(root) {
  // Errors are on their way for a while.
  await Sentry.flush();
  const nameOf = (span) => (span === root ? 'SERVER' : `${span.attributes['sentry.op']} ${span.name}`);
  const seen = spans.filter((span) => span.trace_id === root.trace_id);
  recorder.record({
    name: root.name,
    route: root.attributes['http.route'],
    isError: root.status === 'error' && root.attributes['http.response.status_code'] >= 500,
    errors,
    spans: seen
      .filter((span) => span !== root)
      .map((span) => ({ name: nameOf(span), in: nameOf(seen.find(({ span_id }) => span_id === span.parent_span_id)) })),
  });
  errors = [];
  spans = [];
}

/** As its documentation says: after the routes, before other error handlers. */
recorder.afterRoutes = (app) => Sentry.setupExpressErrorHandler(app);

/** It does not trace these. */
recorder.ignoredMethods = ['HEAD', 'OPTIONS'];

recorder.inSpan = (work) => Sentry.startSpan({ name: 'start-up' }, work);

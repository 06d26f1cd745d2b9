const { SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const recorder = require('../recorder.cjs');

const server = 'SERVER';
let spans = [];

/** Stands where an exporter to a collector would: puts the spans of a request together. */
module.exports = {
  export(ended, done) {
    for (const span of ended) {
      // The observer's own requests.
      if (span.kind === SpanKind.CLIENT) continue;
      spans.push(span);
      // The spans of handlers end with the response too, some after that of the server.
      if (span.kind === SpanKind.SERVER) setImmediate(flush, span);
    }
    done({ code: 0 });
  },
  async shutdown() {},
};

function flush(root) {
  const own = spans.filter((span) => span.spanContext().traceId === root.spanContext().traceId && span !== root);
  spans = [];
  recorder.record({
    name: root.name,
    route: root.attributes['http.route'],
    isError: root.status.code === SpanStatusCode.ERROR,
    errors: own.flatMap((span) => span.events.filter(isException).map(() => ownName(span))),
    spans: own.map((span) => ({ name: ownName(span), in: nameOf(span.parentSpanContext?.spanId, root, own) })),
  });
}

function isException({ name }) {
  return name === 'exception';
}

function nameOf(id, root, spans) {
  if (id === root.spanContext().spanId) return server;
  const span = spans.find((span) => span.spanContext().spanId === id);
  return span && ownName(span);
}

/** It calls a Router by the first route in it, whichever is used. */
function ownName({ name, attributes }) {
  return attributes['express.type'] === 'router' ? 'router' : name;
}

recorder.inSpan = function inSpan(work) {
  trace.getTracer('tests').startActiveSpan('start-up', { kind: SpanKind.SERVER }, (span) => {
    work();
    span.end();
  });
};

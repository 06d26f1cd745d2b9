// instrument.cjs, required first of all
const Sentry = require('@sentry/node');
const { recording } = require('./sentry-recording.cjs');

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  ...recording,
});

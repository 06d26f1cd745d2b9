// instrument.mjs, and `node --import ./instrument.mjs server.mjs`
import * as Sentry from '@sentry/node';
import { recording } from './sentry-recording.cjs';

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  ...recording,
});

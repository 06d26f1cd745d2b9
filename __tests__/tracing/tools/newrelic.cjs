Object.assign(process.env, {
  NEW_RELIC_APP_NAME: 'tests',
  NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
  NEW_RELIC_NO_CONFIG_FILE: 'true',
  NEW_RELIC_LOG_ENABLED: 'false',
  // Nothing leaves the machine.
  NEW_RELIC_SERVERLESS_MODE_ENABLED: 'true',
});
// First of all.
const newrelic = require('newrelic');
const recorder = require('../recorder.cjs');

newrelic.agent.on('transactionFinished', (transaction) => {
  const { root } = transaction.trace;
  const spans = [];
  const visit = (segment, parent) => {
    for (const child of transaction.trace.getChildren(segment.id)) {
      spans.push({ name: child.name, in: parent });
      visit(child, child.name);
    }
  };
  visit(root, 'SERVER');
  recorder.record({
    name: transaction.name,
    isError: transaction.hasErrors(),
    errors: transaction.exceptions.map(({ error }) => error.message),
    spans,
  });
});

recorder.inSpan = (work) => newrelic.startBackgroundTransaction('start-up', work);

const path = require('node:path');
const recorder = require('../recorder.cjs');
const writtenByHand = require('./written-by-hand.cjs');

const folder = path.join(__dirname, '..', 'api');

/** Prints what the tool saw of an app's start-up, where that is traced. */
module.exports = async function observeStartUp(express, fsRoutes) {
  const { routes } = fsRoutes(folder);
  recorder.inSpan(() => fsRoutes(folder));
  const byFile = await recorder.nextRecord();
  recorder.inSpan(() => writtenByHand(express, routes));
  const byHand = await recorder.nextRecord();
  process.stdout.write(`${JSON.stringify({ run: process.env.RUN, kind: 'start-up', byFile, byHand })}\n`);
};

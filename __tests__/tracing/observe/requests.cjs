const http = require('node:http');
const path = require('node:path');
const cases = require('../cases.cjs');
const recorder = require('../recorder.cjs');
const writtenByHand = require('./written-by-hand.cjs');

const folder = path.join(__dirname, '..', 'api');

/**
 * Builds the same app twice, with the routes in files and with the routes written by hand; makes each request
 * to both, and prints what the tool saw, a line of JSON for each kind of request.
 */
module.exports = async function observeRequests(express, fsRoutes) {
  const router = fsRoutes(folder);
  await router.ready;
  const apps = {
    byFile: await serve(express, router),
    byHand: await serve(express, writtenByHand(express, router.routes)),
  };
  for (const { kind, path, method = 'GET' } of cases) {
    const seen = { run: process.env.RUN, kind };
    for (const [how, port] of Object.entries(apps)) {
      const answer = await ask(port, method, path);
      seen[how] = { ...(await recorder.nextRecord(method)), answer };
    }
    process.stdout.write(`${JSON.stringify(seen)}\n`);
  }
};

function serve(express, router) {
  const app = express();
  recorder.beforeRoutes(app);
  app.use('/api', router);
  recorder.afterRoutes(app);
  // Four parameters make it an error handler.
  app.use(function answerError(error, req, res, _next) {
    res.status(error.status ?? 500).end(error.message);
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

function ask(port, method, path) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', method, path, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.on('end', () => resolve(`${response.statusCode} ${body}`.trim()));
    });
    request.on('error', reject).end();
  });
}

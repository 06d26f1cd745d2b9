const path = require('node:path');
const listEndpoints = require('express-list-endpoints');
const writtenByHand = require('./written-by-hand.cjs');

const folder = path.join(__dirname, '..', 'api');

/** Prints what lists of routes hold of routes in files, and of the same routes written by hand. */
module.exports = async function observeLists(express, fsRoutes) {
  const { routes } = fsRoutes(folder);
  const byHand = mounted(express, writtenByHand(express, routes));
  for (const options of [{}, { tracing: true }]) {
    for (const [list, read] of Object.entries(lists(express))) {
      const kind = `${list}, ${JSON.stringify(options)}`;
      const byFile = attempt(() => read(mounted(express, fsRoutes(folder, options))));
      process.stdout.write(`${JSON.stringify({ run: process.env.RUN, kind, byFile, byHand: read(byHand) })}\n`);
    }
  }
};

/** With a route that the app adds after the files. */
function mounted(express, router) {
  router.get('/added', (req, res) => res.end());
  const app = express();
  app.use('/api', router);
  return { app, router };
}

/** What `express-list-endpoints` and, from 5.3 on, Express itself have of an app. */
function lists(express) {
  const endpoints = (of) => listEndpoints(of).map(({ path, methods }) => `${path} ${methods.join()}`);
  // Express 5 has no such method where express-list-endpoints looks for the routes of an app.
  if ('query' in express) return { 'express-list-endpoints': ({ app }) => endpoints(app) };
  return {
    'express-list-endpoints': ({ router }) => endpoints(router),
    'listRoutes()': ({ router }) => listed(router),
    'listRoutes() of the app': ({ app }) => listed(app.router),
  };
}

function listed(router, mountPath = '') {
  return router.listRoutes().flatMap(({ path, methods, router: inner }) => {
    if (inner !== undefined) return listed(inner, mountPath + path);
    return `${mountPath}${path} ${methods.join()}`;
  });
}

function attempt(read) {
  try {
    return read();
  } catch (error) {
    return [error.message];
  }
}

/**
 * Ways to have all files of a tree ready. Each loads what it needs of packages first, which is not
 * measured, and returns what is.
 *
 * @typedef {object} Setting
 * @property {(name: string) => Promise<any>} load a package, as an app of that format does
 * @property {(file: string) => Promise<any>} loadRoute a route file's exports
 * @property {NodeJS.Require} require
 * @property {readonly { file: string, expressPath: string }[]} routes absolute, in the order of their names
 * @property {string} routeFolder
 */

/** @type {Record<string, { label: string, formats: string[], prepare: (setting: Setting) => Promise<() => unknown> }>} */
export const ways = {
  require: { label: 'require() of each file', formats: ['cjs', 'esm'], prepare: requireEach },
  import: { label: 'import() of each file', formats: ['esm'], prepare: importEach },
  fsRoutes: { label: 'fsRoutes', formats: ['cjs', 'esm'], prepare: fsRoutes },
  byHand: { label: 'express by hand (app.all)', formats: ['cjs', 'esm'], prepare: byHand },
  expressFileRouting: { label: 'express-file-routing', formats: ['cjs', 'esm'], prepare: expressFileRouting },
};

async function requireEach({ require, routes }) {
  return () => {
    for (const { file } of routes) require(file);
  };
}

async function importEach({ loadRoute, routes }) {
  return async () => {
    for (const { file } of routes) await loadRoute(file);
  };
}

async function fsRoutes({ load, routeFolder }) {
  const { default: express } = await load('express');
  const { fsRoutes } = await load('express-pages-api');
  return async () => {
    const router = fsRoutes(routeFolder);
    express().use('/api', router);
    await router.ready;
  };
}

async function byHand({ load, loadRoute, require, routes, format }) {
  const { default: express } = await load('express');
  if (format === 'esm') {
    return async () => {
      const app = express();
      for (const { file, expressPath } of routes) app.all(expressPath, (await loadRoute(file)).default);
    };
  }
  return () => {
    const app = express();
    for (const { file, expressPath } of routes) app.all(expressPath, require(file));
  };
}

async function expressFileRouting({ load, routeFolder }) {
  const { default: express } = await load('express');
  const { router } = await load('express-file-routing');
  return async () => express().use('/api', await router({ directory: routeFolder }));
}

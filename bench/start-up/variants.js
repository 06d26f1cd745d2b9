/**
 * The ways to load all files of a tree that are compared. Each loads the packages that it needs first, which is not
 * measured, and returns the function that is.
 *
 * @import { Handler } from 'express'
 * @import { AppRequire, Format, VariantName } from '../types.js'
 */

/**
 * @typedef {object} LoadSetting
 * @property {(name: string) => Promise<unknown>} load Loads a package, as an app of the format does.
 * @property {(file: string) => Promise<{ default: Handler }>} importRoute Imports a route file.
 * @property {AppRequire} require
 * @property {readonly { file: string, expressPath: string }[]} routes With absolute files, in the order of their names.
 * @property {string} routeFolder
 * @property {Format} format
 *
 * @typedef {() => unknown} Load
 * @typedef {{ label: string, formats: readonly Format[], prepare: (setting: LoadSetting) => Load | Promise<Load> }} Variant
 */

export const variantNames = /** @type {const} */ (['require', 'import', 'fsRoutes', 'byHand', 'expressFileRouting']);

/** @type {Readonly<Record<VariantName, Variant>>} */
export const variants = {
  require: { label: 'require() of each file', formats: ['cjs', 'esm'], prepare: requireEach },
  import: { label: 'import() of each file', formats: ['esm'], prepare: importEach },
  fsRoutes: { label: 'fsRoutes', formats: ['cjs', 'esm'], prepare: fsRoutes },
  byHand: { label: 'express by hand (app.all)', formats: ['cjs', 'esm'], prepare: byHand },
  expressFileRouting: { label: 'express-file-routing', formats: ['cjs', 'esm'], prepare: expressFileRouting },
};

/** @param {LoadSetting} setting */
function requireEach({ require, routes }) {
  return () => {
    for (const { file } of routes) require(file);
  };
}

/** @param {LoadSetting} setting */
function importEach({ importRoute, routes }) {
  return async () => {
    for (const { file } of routes) await importRoute(file);
  };
}

/** @param {LoadSetting} setting */
async function loadExpress({ load }) {
  const { default: express } = /** @type {{ default: typeof import('express') }} */ (await load('express'));
  return express;
}

/** @param {LoadSetting} setting */
async function fsRoutes(setting) {
  const express = await loadExpress(setting);
  const { fsRoutes } = /** @type {typeof import('../../lib/index.js')} */ (await setting.load('express-pages-api'));
  return async () => {
    const router = fsRoutes(setting.routeFolder);
    express().use('/api', router);
    await router.ready;
  };
}

/** @param {LoadSetting} setting */
async function byHand(setting) {
  const { importRoute, require, routes, format } = setting;
  const express = await loadExpress(setting);
  if (format === 'esm') {
    return async () => {
      const app = express();
      for (const { file, expressPath } of routes) app.all(expressPath, (await importRoute(file)).default);
    };
  }
  return () => {
    const app = express();
    for (const { file, expressPath } of routes) app.all(expressPath, /** @type {Handler} */ (require(file)));
  };
}

/** @param {LoadSetting} setting */
async function expressFileRouting(setting) {
  const express = await loadExpress(setting);
  const { router } = /** @type {typeof import('express-file-routing')} */ (await setting.load('express-file-routing'));
  return async () => express().use('/api', await router({ directory: setting.routeFolder }));
}

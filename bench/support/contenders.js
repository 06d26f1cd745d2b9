/**
 * The routers that are compared. Each makes an app of a tree of route files, whose URLs begin with /api.
 *
 * @import { RequestHandler } from 'express'
 * @import { AppRequire, AppSetting, Contender, ContenderName } from '../types.js'
 */
import path from 'node:path';
import { requireOwnPackage } from './own-package.js';

export const contenderNames = /** @type {const} */ ([
  'byHand',
  'routerByHand',
  'bare',
  'fsRoutes',
  'fsRoutesTracing',
  'expressFileRouting',
  'nodeFileRouter',
]);

/** @type {Readonly<Record<ContenderName, Contender>>} */
export const contenders = {
  byHand: { label: 'express by hand (app.all)', createApp: byHand },
  routerByHand: { label: 'express by hand (mounted Router)', createApp: routerByHand },
  bare: { label: 'bare function', createApp: bareFunction, isLight: true },
  fsRoutes: { label: 'fsRoutes', createApp: (setting) => fsRoutes(setting, {}), isLight: true },
  fsRoutesTracing: { label: 'fsRoutes, tracing: true', createApp: (setting) => fsRoutes(setting, { tracing: true }) },
  expressFileRouting: { label: 'express-file-routing', createApp: expressFileRouting, isPeer: true },
  nodeFileRouter: { label: 'node-file-router', createApp: nodeFileRouter, isPeer: true },
};

/** @param {AppSetting} setting */
function byHand({ require, major, tree, routeFolder }) {
  const express = require('express');
  const app = express();
  for (const { file, expressPath } of tree) {
    app.all(`/api${expressPath(major)}`, loadHandler(require, path.join(routeFolder, file)));
  }
  return app;
}

/** @param {AppSetting} setting */
function routerByHand({ require, major, tree, routeFolder }) {
  const express = require('express');
  const router = express.Router();
  for (const { file, expressPath } of tree) {
    router.all(expressPath(major), loadHandler(require, path.join(routeFolder, file)));
  }
  return express().use('/api', router);
}

/**
 * @param {AppRequire} require
 * @param {string} file
 */
function loadHandler(require, file) {
  return /** @type {RequestHandler} */ (require(file));
}

/** @param {AppSetting} setting */
function bareFunction({ require, answer }) {
  const express = require('express');
  return express().use('/api', answer);
}

/**
 * @param {AppSetting} setting
 * @param {{ tracing?: boolean }} options
 */
async function fsRoutes({ require, routeFolder }, options) {
  const router = requireOwnPackage(require).fsRoutes(routeFolder, options);
  await router.ready;
  const express = require('express');
  return express().use('/api', router);
}

/**
 * Serves the tree without catch-alls on Express 5: the library writes a catch-all as `*`, which Express 5 refuses.
 *
 * @param {AppSetting} setting
 */
async function expressFileRouting({ require, major, routeFolder, folderWithoutCatchAlls }) {
  const directory = major >= 5 ? folderWithoutCatchAlls : routeFolder;
  const express = require('express');
  const { router } = require('express-file-routing');
  return express().use('/api', await router({ directory }));
}

/** @param {AppSetting} setting */
async function nodeFileRouter({ require, routeFolder }) {
  /** @type {import('node-file-router').Adapter} */
  const adapter = {
    getPathname: (req) => req.path,
    getMethod: (req) => req.method.toLowerCase(),
    defaultNotFoundHandler: (_req, _res, next) => next(),
  };
  const express = require('express');
  const { initFileRouter } = require('node-file-router');
  return express().use('/api', await initFileRouter({ baseDir: routeFolder, adapter }));
}

/**
 * What is compared: each makes an app of a tree of route files, whose URLs begin with /api.
 *
 * @typedef {import('./route-tree.js').TreeRoute} TreeRoute
 * @typedef {object} Setting
 * @property {NodeJS.Require} require as an app's file has it
 * @property {4 | 5} major of Express
 * @property {readonly TreeRoute[]} tree
 * @property {string} routeFolder
 * @property {string} folderWithoutCatchAlls
 * @property {import('express').RequestHandler} answer of the bare function; undefined for a miss
 */
import path from 'node:path';

/** @type {Record<string, { label: string, app: (setting: Setting) => unknown, isPeer?: boolean, isLight?: boolean }>} */
export const contenders = {
  byHand: { label: 'express by hand (app.all)', app: byHand },
  routerByHand: { label: 'express by hand (mounted Router)', app: routerByHand },
  bare: { label: 'bare function', app: bareFunction, isLight: true },
  fsRoutes: { label: 'fsRoutes', app: (setting) => fsRoutes(setting, {}), isLight: true },
  fsRoutesTracing: { label: 'fsRoutes, tracing: true', app: (setting) => fsRoutes(setting, { tracing: true }) },
  expressFileRouting: {
    label: 'express-file-routing',
    app: expressFileRouting,
    isPeer: true,
  },
  nodeFileRouter: { label: 'node-file-router', app: nodeFileRouter, isPeer: true },
};

/** @param {Setting} setting */
function byHand({ require, major, tree, routeFolder }) {
  const app = require('express')();
  for (const route of tree) app.all(`/api${route.expressPath(major)}`, require(path.join(routeFolder, route.file)));
  return app;
}

/** @param {Setting} setting */
function routerByHand({ require, major, tree, routeFolder }) {
  const express = require('express');
  const router = express.Router();
  for (const route of tree) router.all(route.expressPath(major), require(path.join(routeFolder, route.file)));
  return express().use('/api', router);
}

/** @param {Setting} setting */
function bareFunction({ require, answer }) {
  return require('express')().use('/api', answer);
}

/** @param {Setting} setting @param {object} options */
async function fsRoutes({ require, routeFolder }, options) {
  const router = require('express-pages-api').fsRoutes(routeFolder, options);
  await router.ready;
  return require('express')().use('/api', router);
}

/**
 * It writes a catch-all as `*`, which Express 5 refuses.
 *
 * @param {Setting} setting
 */
async function expressFileRouting({ require, major, routeFolder, folderWithoutCatchAlls }) {
  const directory = major >= 5 ? folderWithoutCatchAlls : routeFolder;
  return require('express')().use('/api', await require('express-file-routing').router({ directory }));
}

/** @param {Setting} setting */
async function nodeFileRouter({ require, routeFolder }) {
  const adapter = {
    getPathname: (req) => req.path,
    getMethod: (req) => req.method.toLowerCase(),
    defaultNotFoundHandler: (_req, _res, next) => next(),
  };
  const { initFileRouter } = require('node-file-router');
  return require('express')().use('/api', await initFileRouter({ baseDir: routeFolder, adapter }));
}

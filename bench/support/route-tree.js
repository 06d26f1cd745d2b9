/**
 * Trees of route files, the same for all contenders: things in areas, with five files each.
 *
 * @import { HitKind, TreeRoute } from '../types.js'
 */
import fs from 'node:fs';
import path from 'node:path';

export const hitKinds = /** @type {const} */ (['static', 'one param', 'two params', 'catch-all']);

const filesPerThing = 5;
const thingsPerArea = 20;

/**
 * The files of a thing, in an order that works for Express, which takes the first path that matches.
 *
 * @type {readonly { kind: HitKind, name: string, path: string, url: (salt: string) => string }[]}
 */
const thingRoutes = [
  { kind: 'static', name: 'index', path: '', url: () => '' },
  { kind: 'static', name: 'create', path: '/create', url: () => '/create' },
  { kind: 'catch-all', name: 'files/[...path]', path: '/files/*', url: (salt) => `/files/a${salt}/b${salt}/c` },
  { kind: 'one param', name: '[id]', path: '/:id', url: (salt) => `/${salt}` },
  {
    kind: 'two params',
    name: '[id]/items/[item]',
    path: '/:id/items/:item',
    url: (salt) => `/${salt}/items/i${salt}`,
  },
];

/**
 * Returns the routes of a tree.
 *
 * @param {number} size A multiple of five.
 * @returns {TreeRoute[]}
 */
export function createTree(size) {
  if (size % filesPerThing !== 0) {
    throw new Error(`A tree has a multiple of ${filesPerThing} routes, and ${size} is none. Pass another --n.`);
  }
  return Array.from({ length: size / filesPerThing }, (_, index) => routesOfThing(index)).flat();
}

/**
 * @param {number} index
 * @returns {TreeRoute[]}
 */
function routesOfThing(index) {
  const folder = `area${Math.floor(index / thingsPerArea)}/thing${index}`;
  return thingRoutes.map((route) => ({
    file: `${folder}/${route.name}.js`,
    kind: route.kind,
    expressPath: (major) => `/${folder}${route.path}${route.kind === 'catch-all' && major >= 5 ? 'path' : ''}`,
    url: (salt) => `/${folder}${route.url(salt)}`,
  }));
}

/**
 * Returns the name of a file in a tree without catch-alls: a static file replaces each of them, so that the number of
 * routes stays the same.
 *
 * @param {TreeRoute} route
 */
export function fileWithoutCatchAll({ file }) {
  return file.replace('files/[...path]', 'files/all');
}

/**
 * Writes the files of a tree.
 *
 * @param {string} folder
 * @param {readonly TreeRoute[]} tree
 * @param {(route: TreeRoute) => string} source Returns the text of a file.
 * @param {(route: TreeRoute) => string} [nameOf] Returns the name of a file, relative to the folder.
 */
export function writeTree(folder, tree, source, nameOf = ({ file }) => file) {
  for (const route of tree) {
    const file = path.join(folder, nameOf(route));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, source(route));
  }
}

/**
 * Writes a tree twice below a folder: as it is, and without catch-alls for libraries that have none.
 *
 * @param {string} parent
 * @param {readonly TreeRoute[]} tree
 * @param {(route: TreeRoute) => string} source
 */
export function writeTreePair(parent, tree, source) {
  const routeFolder = path.join(parent, 'api');
  const folderWithoutCatchAlls = path.join(parent, 'api-without-catch-alls');
  writeTree(routeFolder, tree, source);
  writeTree(folderWithoutCatchAlls, tree, source, fileWithoutCatchAll);
  return { routeFolder, folderWithoutCatchAlls };
}

/** Route files that end the response with their own name. */
export const sources = {
  /** @param {TreeRoute} route */
  cjs: ({ file }) => `module.exports = function handler(req, res) {\n  res.end('${file}');\n};\n`,
  /** @param {TreeRoute} route */
  esm: ({ file }) => `export default function handler(req, res) {\n  res.end('${file}');\n}\n`,
};

/**
 * Returns a CommonJS route file that leaves the response to the process that loads it, so that the process sees which
 * file was reached.
 *
 * @param {TreeRoute} route
 */
export function observedSource({ file }) {
  return `module.exports = function handler(req, res) {\n  globalThis.answer(req, res, '${file}');\n};\n`;
}

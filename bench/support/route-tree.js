/**
 * Trees of route files, the same for all contenders: things in areas, five files each.
 *
 * @typedef {'static' | 'one param' | 'two params' | 'catch-all'} Kind
 * @typedef {{ file: string, kind: Kind, expressPath: (major: number) => string, url: (salt: string) => string }} TreeRoute
 */
import fs from 'node:fs';
import path from 'node:path';

export const hitKinds = /** @type {const} */ (['static', 'one param', 'two params', 'catch-all']);

const filesPerThing = 5;
const thingsPerArea = 20;

/** In the right order for Express, which takes the first path that matches. */
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
 * @param {number} size a multiple of five
 * @returns {TreeRoute[]}
 */
export function createTree(size) {
  if (size % filesPerThing !== 0) throw new Error(`A tree has a multiple of ${filesPerThing} routes, not ${size}.`);
  return Array.from({ length: size / filesPerThing }, (_, index) => routesOfThing(index)).flat();
}

/** @param {number} index */
function routesOfThing(index) {
  const folder = `area${Math.floor(index / thingsPerArea)}/thing${index}`;
  return thingRoutes.map((route) => ({
    file: `${folder}/${route.name}.js`,
    kind: /** @type {Kind} */ (route.kind),
    expressPath: (major) => `/${folder}${route.path}${route.kind === 'catch-all' && major >= 5 ? 'path' : ''}`,
    url: (salt) => `/${folder}${route.url(salt)}`,
  }));
}

/**
 * Where a library cannot have a catch-all, a file of another name stands in, so that the number of routes is the same.
 *
 * @param {TreeRoute} route
 */
export function fileWithoutCatchAll({ file }) {
  return file.replace('files/[...path]', 'files/all');
}

/**
 * @param {string} folder
 * @param {readonly TreeRoute[]} tree
 * @param {(route: TreeRoute) => string} source the text of a file
 * @param {(route: TreeRoute) => string} [nameOf]
 */
export function writeTree(folder, tree, source, nameOf = ({ file }) => file) {
  for (const route of tree) {
    const file = path.join(folder, nameOf(route));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, source(route));
  }
}

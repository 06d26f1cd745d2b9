/**
 * A process that serves a tree by one contender, and sends its parent the port.
 *
 * @import { AddressInfo } from 'node:net'
 * @import { Request, Response } from 'express'
 * @import { ServerSetting } from '../types.js'
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { readSetting } from '../support/child.js';
import { contenders } from '../support/contenders.js';
import { createTree } from '../support/route-tree.js';

const { contender, size, ...folders } = /** @type {ServerSetting} */ (readSetting());
const require = createRequire(path.join(folders.appFolder, 'app.js'));

/**
 * @param {Request} _req
 * @param {Response} res
 */
function answer(_req, res) {
  res.end('bare');
}

const app = await contenders[contender].createApp({ ...folders, require, major: 5, tree: createTree(size), answer });
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {AddressInfo} */ (server.address());
  process.send?.({ port });
});
// Also when the parent was killed.
process.on('disconnect', () => process.exit());

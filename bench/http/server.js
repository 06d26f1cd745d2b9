/** A process that serves a tree by one contender, and tells its parent the port. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { contenders } from '../support/contenders.js';
import { createTree } from '../support/route-tree.js';

const { contender, size, appFolder, routeFolder, folderWithoutCatchAlls } = JSON.parse(process.argv[2]);
const require = createRequire(path.join(appFolder, 'app.js'));
const tree = createTree(size);
const answer = (_req, res) => res.end('bare');
const app = await contenders[contender].app({ require, major: 5, tree, routeFolder, folderWithoutCatchAlls, answer });
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
// However the parent ends.
process.on('disconnect', () => process.exit());

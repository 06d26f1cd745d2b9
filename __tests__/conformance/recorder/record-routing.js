import { ask } from './ask.js';
import { withApp } from './next-app.js';
import { readOwn } from './recording-files.js';
import { routedAnswer, tellingRoute } from './routed-answer.js';
import { say } from './say.js';

/**
 * Trees share one app, each below `/api/<id>`: Next never lets one static folder change what another answers.
 * Trees whose requests look at `/api` itself say `alone`, and get an app of their own.
 */
export async function recordRouting(installed, { group }) {
  const trees = readOwn('trees.json').trees.filter(({ id }) => group === undefined || id === group);
  return { list: 'trees', entries: await askTrees(installed, trees) };
}

/** Asks the requests of each tree, in the order of the trees. */
export async function askTrees(installed, trees) {
  const shared = trees.filter(({ alone }) => !alone);
  const recorded = new Map();
  if (shared.length > 0) {
    const files = Object.assign({}, ...shared.map((tree) => filesOf(tree, `${tree.id}/`)));
    await withApp(installed, { name: 'routing', files }, async (port) => {
      for (const tree of shared) recorded.set(tree.id, await recordTree(port, tree, `/${tree.id}`));
    });
  }
  for (const tree of trees.filter(({ alone }) => alone)) {
    await withApp(installed, { name: `routing-${tree.id}`, files: filesOf(tree, '') }, async (port) => {
      recorded.set(tree.id, await recordTree(port, tree, ''));
    });
  }
  return trees.map(({ id }) => recorded.get(id));
}

function filesOf({ files }, prefix) {
  return Object.fromEntries(files.map((file) => [`${prefix}${file}`, tellingRoute(file)]));
}

async function recordTree(port, { alone, requests, ...tree }, prefix) {
  const recorded = [];
  for (const request of requests) {
    const answer = await ask(port, { ...request, path: `/api${prefix}${request.path}` });
    recorded.push({ ...request, expect: routedAnswer(answer, prefix) });
  }
  say(`  ${tree.id}: ${recorded.length} requests`);
  return { ...tree, requests: recorded };
}

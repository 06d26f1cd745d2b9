import { askTrees } from './record-routing.js';
import { readOwn } from './recording-files.js';

/**
 * Asks every request of both routing recordings on the running Node, and keeps those with another answer: URLs are
 * parsed by Node, and its parser changes.
 */
export async function recordNodeDifferences(installed, { group }) {
  const isWanted = ({ id }) => group === undefined || id === group;
  const given = readOwn('../given/routing.json').trees.filter(isWanted);
  const own = readOwn('routing.json').trees.filter(isWanted);
  const alone = new Set(readOwn('trees.json').trees.flatMap((tree) => (tree.alone ? [tree.id] : [])));
  const recorded = [...given, ...own.map((tree) => ({ ...tree, alone: alone.has(tree.id) }))];

  const asked = await askTrees(installed, recorded);
  const entries = recorded.flatMap(({ id, requests }, index) => {
    const differing = asked[index].requests.filter(({ expect }, at) => !isSame(expect, requests[at].expect));
    return differing.length === 0 ? [] : [{ id, requests: differing }];
  });
  return { list: 'trees', entries, file: `routing-node${process.versions.node.split('.')[0]}` };
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

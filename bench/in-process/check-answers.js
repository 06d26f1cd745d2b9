import { createExchange } from './requests.js';

const mostMisses = 100;

/**
 * Whether each route's URL reaches its own file, and only that, and misses reach the final handler. All routes
 * are asked, so that what is made when a route is first used is there before anything is measured.
 *
 * @returns {Promise<Record<string, string>>} what is wrong, by kind
 */
export async function checkAnswers({ app, tree, contender, state, turn, onMiss }) {
  const wrong = {};
  async function check(kind, url, expected) {
    state.files = [];
    const { req, res } = createExchange(`/api${url}`);
    app(req, res);
    for (let turns = 0; turns < 100 && state.files.length === 0; turns++) await turn();
    const answers = state.files.join(' and ') || 'nobody';
    if (answers !== expected) wrong[kind] ??= `${url} was answered by ${answers} in place of ${expected}`;
  }
  for (const route of tree) {
    await check(route.kind, route.url('k1x'), contender === 'bare' ? 'bare' : route.file);
  }
  onMiss(true);
  for (const { file } of tree.slice(0, mostMisses)) {
    const folder = file.split('/').slice(0, 2).join('/');
    await check('miss', `/${folder}/k1x/unknown`, 'final handler');
    await check('miss', '/unknown/k1x', 'final handler');
  }
  state.files = undefined;
  return wrong;
}

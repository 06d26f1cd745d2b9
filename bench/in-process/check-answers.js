/**
 * @import { Express } from 'express'
 * @import { ContenderName, Kind, TreeRoute, WrongAnswers } from '../types.js'
 */
import { createExchange, nextTurn } from './requests.js';

const maxMisses = 100;
const maxTurns = 100;

/**
 * Checks that the URL of each route reaches its own file and no other, and that misses reach the final handler. It
 * requests every route, so that what is made at the first use of a route is there before anything is measured.
 *
 * @param {object} options
 * @param {Express} options.app
 * @param {readonly TreeRoute[]} options.tree
 * @param {ContenderName} options.contender
 * @param {(isMiss: boolean) => void} options.onKind Tells the bare function, which has no routes, what to do.
 * @param {(files: string[] | undefined) => void} options.recordFiles Sets the list to which handlers add their file.
 */
export async function checkAnswers({ app, tree, contender, onKind, recordFiles }) {
  /** @type {WrongAnswers} */
  const wrong = {};
  /**
   * @param {Kind} kind
   * @param {string} url
   * @param {string} expected
   */
  async function check(kind, url, expected) {
    /** @type {string[]} */
    const files = [];
    recordFiles(files);
    const { req, res } = createExchange(`/api${url}`);
    app(req, res);
    for (let turns = 0; turns < maxTurns && files.length === 0; turns++) await nextTurn();
    const answers = files.join(' and ') || 'no handler';
    if (answers !== expected) wrong[kind] ??= `${url} was answered by ${answers}, and should be by ${expected}`;
  }
  onKind(false);
  for (const route of tree) {
    await check(route.kind, route.url('k1x'), contender === 'bare' ? 'bare' : route.file);
  }
  onKind(true);
  for (const { file } of tree.slice(0, maxMisses)) {
    const folder = file.split('/').slice(0, 2).join('/');
    await check('miss', `/${folder}/k1x/unknown`, 'final handler');
    await check('miss', '/unknown/k1x', 'final handler');
  }
  recordFiles(undefined);
  return wrong;
}

/** @import { HttpProfile, InProcessProfile, Major, MemoryProfile, Part, StartUpProfile } from './types.js' */
import { parseArgs } from 'node:util';
import { contenderNames } from './support/contenders.js';

/** @type {readonly Part[]} */
const parts = ['in-process', 'start-up', 'memory', 'http'];

/** @type {readonly Major[]} */
const majors = [5, 4];

export const usage = `npm run bench -- [options]
  --quick                 fewer sizes and rounds, and no HTTP: under a minute
  --only <parts>          ${parts.join(',')}
  --n <sizes>             numbers of routes: multiples of 5
  --express <majors>      5,4
  --contenders <names>    in-process: ${contenderNames.join(',')}
  --rounds <number>       in-process: slices of each contender and kind
  --generations <number>  in-process: processes that are measured one after the other
  --save                  writes results.json, results.md and docs/cost-by-routes.svg; on
                          another Node.js than the newest LTS, results-node-<major>.*`;

/**
 * What each part measures.
 *
 * @typedef {{ inProcess: InProcessProfile, startUp: StartUpProfile, memory: MemoryProfile, http: HttpProfile }} Profile
 */

/** @type {{ full: Profile, quick: Profile }} */
const profiles = {
  full: {
    inProcess: {
      sizes: [10, 100, 1000, 5000],
      majors: [5, 4],
      generations: 4,
      rounds: 12,
      sliceMs: 8,
      warmUp: { requests: 6000, cpuMs: 300 },
    },
    startUp: { sizes: [1000, 5000], rounds: 8 },
    memory: { sizes: [1000, 5000], rounds: 3 },
    http: { sizes: [10, 1000], rounds: 5, seconds: 3 },
  },
  quick: {
    inProcess: {
      sizes: [10, 1000],
      majors: [5],
      generations: 2,
      rounds: 8,
      sliceMs: 5,
      warmUp: { requests: 3000, cpuMs: 120 },
    },
    startUp: { sizes: [1000], rounds: 3, variants: ['require', 'import', 'fsRoutes'] },
    memory: { sizes: [1000], rounds: 1 },
    http: { sizes: [10], rounds: 2, seconds: 2 },
  },
};

/**
 * Reads the command line.
 *
 * @param {string[]} args
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      only: { type: 'string' },
      n: { type: 'string' },
      express: { type: 'string' },
      contenders: { type: 'string' },
      rounds: { type: 'string' },
      generations: { type: 'string' },
    },
  });
  const profile = structuredClone(values.quick ? profiles.quick : profiles.full);
  if (values.n !== undefined) {
    const sizes = values.n.split(',').map(Number);
    for (const part of Object.values(profile)) part.sizes = sizes;
  }
  if (values.express !== undefined) profile.inProcess.majors = readList('express', values.express, majors);
  if (values.generations !== undefined) profile.inProcess.generations = Number(values.generations);
  if (values.rounds !== undefined) profile.inProcess.rounds = Number(values.rounds);
  const names =
    values.contenders === undefined ? contenderNames : readList('contenders', values.contenders, contenderNames);
  const defaultParts = values.quick ? parts.filter((part) => part !== 'http') : parts;
  const only = values.only === undefined ? defaultParts : readList('only', values.only, parts);
  return { ...profile, only, names, save: values.save, help: values.help };
}

/**
 * Returns the items of a list that is separated by commas.
 *
 * @template {string | number} T
 * @param {string} option
 * @param {string} list
 * @param {readonly T[]} known The items that may be given.
 * @returns {T[]}
 * @throws if an item is unknown
 */
function readList(option, list, known) {
  return list.split(',').map((text) => {
    const item = known.find((other) => String(other) === text);
    if (item === undefined) throw new Error(`--${option}: '${text}' is unknown. Use ${known.join(', ')}.`);
    return item;
  });
}

import { parseArgs } from 'node:util';
import { contenders } from './support/contenders.js';

const parts = ['in-process', 'start-up', 'memory', 'http'];

export const usage = `npm run bench -- [options]
  --quick                 fewer sizes and rounds, and no HTTP: under a minute
  --only <parts>          ${parts.join(',')}
  --n <sizes>             numbers of routes: multiples of 5
  --express <majors>      5,4
  --contenders <names>    in-process: ${Object.keys(contenders).join(',')}
  --rounds <number>       in-process: slices of each contender and mix
  --generations <number>  in-process: processes that are measured after each other
  --save                  writes results.json, results.md and docs/cost-by-routes.svg; on
                          another Node.js than the newest LTS, results-node-<major>.*`;

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
    startUp: { sizes: [1000], rounds: 3, ways: ['require', 'import', 'fsRoutes'] },
    memory: { sizes: [1000], rounds: 1 },
    http: { sizes: [10], rounds: 2, seconds: 2 },
  },
};

/** @param {string[]} args */
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
  const sizes = values.n?.split(',').map(Number);
  if (sizes) for (const part of Object.values(profile)) part.sizes = sizes;
  if (values.express) profile.inProcess.majors = values.express.split(',').map(Number);
  if (values.generations) profile.inProcess.generations = Number(values.generations);
  if (values.rounds) profile.inProcess.rounds = Number(values.rounds);
  const names = values.contenders?.split(',') ?? Object.keys(contenders);
  refuseStrangers(names, Object.keys(contenders));
  const only = values.only?.split(',') ?? (values.quick ? parts.slice(0, 3) : parts);
  refuseStrangers(only, parts);
  return { ...profile, only, names, save: values.save, help: values.help };
}

function refuseStrangers(given, known) {
  for (const name of given) if (!known.includes(name)) throw new Error(`'${name}' is none of ${known.join(', ')}.`);
}

/**
 * Kinds of edit, each with the files that it needs.
 *
 * @import { Project } from './project.js'
 *
 * @typedef {object} Edit
 * @property {string} label
 * @property {Readonly<Record<string, string>>} [files] The files that the project has before, by their names.
 * @property {string} pathname
 * @property {(project: Project, n: number) => void} edit Makes the edit for the `n`th time.
 * @property {(answer: string, n: number) => boolean} isNew Checks if an answer has the `n`th edit.
 */

/** @param {number | string} value */
const esm = (value) => `export default (req, res) => res.json(${JSON.stringify(value)});\n`;

/** @param {number | string} value */
const cjs = (value) => `module.exports = (req, res) => res.json(${JSON.stringify(value)});\n`;

/**
 * @param {string} answer
 * @param {number} n
 */
const answersNumber = (answer, n) => answer === `200 ${n}`;

/** @param {number} n */
const isEven = (n) => n % 2 === 0;

/**
 * Edits of a project that runs under plain Node.js.
 *
 * @type {readonly Edit[]}
 */
export const edits = [
  {
    label: 'a route file, an ES module',
    files: { 'api/esm.js': esm(0) },
    pathname: '/api/esm',
    edit: (project, n) => project.write('api/esm.js', esm(n)),
    isNew: answersNumber,
  },
  {
    label: 'a route file, CommonJS',
    files: { 'api/cjs.cjs': cjs(0) },
    pathname: '/api/cjs',
    edit: (project, n) => project.write('api/cjs.cjs', cjs(n)),
    isNew: answersNumber,
  },
  {
    label: 'a save by rename, as of many editors',
    files: { 'api/renamed.js': esm(0) },
    pathname: '/api/renamed',
    edit: (project, n) => project.replace('api/renamed.js', esm(n)),
    isNew: answersNumber,
  },
  {
    label: 'an ES module, two imports away',
    files: {
      'lib/leaf.js': 'export const leaf = 0;',
      'lib/between.js': "export { leaf } from './leaf.js';",
      'api/deep.js': "import { leaf } from '../lib/between.js';\nexport default (req, res) => res.json(leaf);",
    },
    pathname: '/api/deep',
    edit: (project, n) => project.write('lib/leaf.js', `export const leaf = ${n};`),
    isNew: answersNumber,
  },
  {
    label: 'a CommonJS module, two requires away',
    files: {
      'lib/leaf.cjs': 'exports.leaf = 0;',
      'lib/between.cjs': "exports.between = require('./leaf.cjs');",
      'api/required.cjs':
        "const { between } = require('../lib/between.cjs');\nmodule.exports = (req, res) => res.json(between.leaf);",
    },
    pathname: '/api/required',
    edit: (project, n) => project.write('lib/leaf.cjs', `exports.leaf = ${n};`),
    isNew: answersNumber,
  },
  {
    label: "a folder's _middleware",
    files: {
      'api/in/_middleware.js': 'export default (req, res, next) => { req.n = 0; next(); };',
      'api/in/n.js': 'export default (req, res) => res.json(req.n);',
    },
    pathname: '/api/in/n',
    edit: (project, n) =>
      project.write('api/in/_middleware.js', `export default (req, res, next) => { req.n = ${n}; next(); };`),
    isNew: answersNumber,
  },
  {
    label: 'a file removed and added',
    pathname: '/api/again',
    edit(project, n) {
      if (n > 1) project.remove('api/again.js');
      project.write('api/again.js', esm(n));
    },
    isNew: answersNumber,
  },
  {
    label: 'a folder added, which waits for its _middleware, and removed',
    pathname: '/api/added/n',
    edit: (project, n) => (isEven(n) ? project.remove('api/added') : project.write('api/added/n.js', esm(n))),
    isNew: (answer, n) => (isEven(n) ? answer.startsWith('404') : answersNumber(answer, n)),
  },
  {
    label: 'a file renamed, there and back',
    files: { 'api/old.js': esm('name') },
    pathname: '/api/new',
    edit: (project, n) =>
      isEven(n) ? project.move('api/new.js', 'api/old.js') : project.move('api/old.js', 'api/new.js'),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '404' : '200'),
  },
  {
    label: 'a file removed, and restored',
    files: { 'api/removed.js': esm(0) },
    pathname: '/api/removed',
    edit: (project, n) => (isEven(n) ? project.write('api/removed.js', esm(n)) : project.remove('api/removed.js')),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '200' : '404'),
  },
  {
    label: 'a folder moved out, and in, with its _middleware',
    files: { 'api/moved/b.js': esm('b'), 'api/moved/_middleware.js': 'export default (req, res, next) => next();' },
    pathname: '/api/moved/b',
    edit: (project, n) => (isEven(n) ? project.move('outside', 'api/moved') : project.move('api/moved', 'outside')),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '200' : '404'),
  },
  {
    label: 'a syntax error (500 with its line), and its repair',
    files: { 'api/syntax.js': esm(0) },
    pathname: '/api/syntax',
    edit: (project, n) =>
      project.write('api/syntax.js', isEven(n) ? esm(n) : 'export default (req, res) => res.json(;'),
    isNew: (answer, n) => (isEven(n) ? answersNumber(answer, n) : /^500 .*syntax\.js:1\b/s.test(answer)),
  },
  {
    label: 'a conflict of names (500 with both files), and its end',
    files: { 'api/thing/[id].js': esm('id') },
    pathname: '/api/thing/1',
    edit: (project, n) =>
      isEven(n) ? project.remove('api/thing/[slug]') : project.write('api/thing/[slug]/x.js', esm('slug')),
    isNew: (answer, n) => (isEven(n) ? answer.startsWith('200') : /^500 .*FSR_PARAM_NAME_CONFLICT/s.test(answer)),
  },
  {
    label: 'a file without a handler (500 with the rule), and its repair',
    files: { 'api/handler.js': esm(0) },
    pathname: '/api/handler',
    edit: (project, n) => project.write('api/handler.js', isEven(n) ? esm(n) : 'export const n = 1;'),
    isNew: (answer, n) => (isEven(n) ? answersNumber(answer, n) : /^500 .*FSR_NO_HANDLER/s.test(answer)),
  },
];

/**
 * Edits of a project that runs under tsx.
 *
 * @type {readonly Edit[]}
 */
export const typescriptEdits = [
  {
    label: 'a route file in TypeScript, under tsx',
    files: { 'api/typed.ts': 'export default (req: any, res: any): void => res.json(0);' },
    pathname: '/api/typed',
    edit: (project, n) => project.write('api/typed.ts', `export default (req: any, res: any): void => res.json(${n});`),
    isNew: answersNumber,
  },
  {
    label: 'a module in TypeScript, two imports away, under tsx',
    files: {
      'lib/leaf.ts': 'export const leaf: number = 0;',
      'lib/between.ts': "export { leaf } from './leaf.js';",
      'api/deep.ts':
        "import { leaf } from '../lib/between.js';\nexport default (req: any, res: any) => res.json(leaf);",
    },
    pathname: '/api/deep',
    edit: (project, n) => project.write('lib/leaf.ts', `export const leaf: number = ${n};`),
    isNew: answersNumber,
  },
];

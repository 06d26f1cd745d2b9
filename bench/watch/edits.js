/**
 * Kinds of edit, each with the files that it needs and how it is done for the `n`th time.
 *
 * @typedef {import('./project.js').Project} Project
 * @typedef {{
 *   what: string,
 *   files: Record<string, string>,
 *   pathname: string,
 *   edit: (project: Project, n: number) => void,
 *   isNew: (answer: string, n: number) => boolean,
 * }} Edit
 */

const esm = (value) => `export default (req, res) => res.json(${JSON.stringify(value)});\n`;
const cjs = (value) => `module.exports = (req, res) => res.json(${JSON.stringify(value)});\n`;
const answers = (answer, n) => answer === `200 ${n}`;
const isEven = (n) => n % 2 === 0;

/** Under plain Node.js. @type {readonly Edit[]} */
export const edits = [
  {
    what: 'a route file, an ES module',
    files: { 'api/esm.js': esm(0) },
    pathname: '/api/esm',
    edit: (project, n) => project.write('api/esm.js', esm(n)),
    isNew: answers,
  },
  {
    what: 'a route file, CommonJS',
    files: { 'api/cjs.cjs': cjs(0) },
    pathname: '/api/cjs',
    edit: (project, n) => project.write('api/cjs.cjs', cjs(n)),
    isNew: answers,
  },
  {
    what: 'a save by rename, as of many editors',
    files: { 'api/renamed.js': esm(0) },
    pathname: '/api/renamed',
    edit: (project, n) => project.replace('api/renamed.js', esm(n)),
    isNew: answers,
  },
  {
    what: 'an ES module, two imports away',
    files: {
      'lib/leaf.js': 'export const leaf = 0;',
      'lib/between.js': "export { leaf } from './leaf.js';",
      'api/deep.js': "import { leaf } from '../lib/between.js';\nexport default (req, res) => res.json(leaf);",
    },
    pathname: '/api/deep',
    edit: (project, n) => project.write('lib/leaf.js', `export const leaf = ${n};`),
    isNew: answers,
  },
  {
    what: 'a CommonJS module, two requires away',
    files: {
      'lib/leaf.cjs': 'exports.leaf = 0;',
      'lib/between.cjs': "exports.between = require('./leaf.cjs');",
      'api/required.cjs':
        "const { between } = require('../lib/between.cjs');\nmodule.exports = (req, res) => res.json(between.leaf);",
    },
    pathname: '/api/required',
    edit: (project, n) => project.write('lib/leaf.cjs', `exports.leaf = ${n};`),
    isNew: answers,
  },
  {
    what: "a folder's _middleware",
    files: {
      'api/in/_middleware.js': 'export default (req, res, next) => { req.n = 0; next(); };',
      'api/in/n.js': 'export default (req, res) => res.json(req.n);',
    },
    pathname: '/api/in/n',
    edit: (project, n) =>
      project.write('api/in/_middleware.js', `export default (req, res, next) => { req.n = ${n}; next(); };`),
    isNew: answers,
  },
  {
    what: 'a file removed and added',
    files: {},
    pathname: '/api/again',
    edit(project, n) {
      if (n > 1) project.remove('api/again.js');
      project.write('api/again.js', esm(n));
    },
    isNew: answers,
  },
  {
    what: 'a folder added, which waits for its _middleware, and removed',
    files: {},
    pathname: '/api/added/n',
    edit: (project, n) => (isEven(n) ? project.remove('api/added') : project.write('api/added/n.js', esm(n))),
    isNew: (answer, n) => (isEven(n) ? answer.startsWith('404') : answers(answer, n)),
  },
  {
    what: 'a file renamed, there and back',
    files: { 'api/old.js': esm('name') },
    pathname: '/api/new',
    edit: (project, n) =>
      isEven(n) ? project.move('api/new.js', 'api/old.js') : project.move('api/old.js', 'api/new.js'),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '404' : '200'),
  },
  {
    what: 'a file removed, and restored',
    files: { 'api/removed.js': esm(0) },
    pathname: '/api/removed',
    edit: (project, n) => (isEven(n) ? project.write('api/removed.js', esm(n)) : project.remove('api/removed.js')),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '200' : '404'),
  },
  {
    what: 'a folder moved out, and in, with its _middleware',
    files: { 'api/moved/b.js': esm('b'), 'api/moved/_middleware.js': 'export default (req, res, next) => next();' },
    pathname: '/api/moved/b',
    edit: (project, n) => (isEven(n) ? project.move('outside', 'api/moved') : project.move('api/moved', 'outside')),
    isNew: (answer, n) => answer.startsWith(isEven(n) ? '200' : '404'),
  },
  {
    what: 'a syntax error (500 with its line), and its repair',
    files: { 'api/syntax.js': esm(0) },
    pathname: '/api/syntax',
    edit: (project, n) =>
      project.write('api/syntax.js', isEven(n) ? esm(n) : 'export default (req, res) => res.json(;'),
    isNew: (answer, n) => (isEven(n) ? answers(answer, n) : /^500 .*syntax\.js:1\b/s.test(answer)),
  },
  {
    what: 'a conflict of names (500 with both files), and its end',
    files: { 'api/thing/[id].js': esm('id') },
    pathname: '/api/thing/1',
    edit: (project, n) =>
      isEven(n) ? project.remove('api/thing/[slug]') : project.write('api/thing/[slug]/x.js', esm('slug')),
    isNew: (answer, n) => (isEven(n) ? answer.startsWith('200') : /^500 .*FSR_PARAM_NAME_CONFLICT/s.test(answer)),
  },
  {
    what: 'a file without a handler (500 with the rule), and its repair',
    files: { 'api/handler.js': esm(0) },
    pathname: '/api/handler',
    edit: (project, n) => project.write('api/handler.js', isEven(n) ? esm(n) : 'export const n = 1;'),
    isNew: (answer, n) => (isEven(n) ? answers(answer, n) : /^500 .*FSR_NO_HANDLER/s.test(answer)),
  },
];

/** Under tsx. @type {readonly Edit[]} */
export const typescriptEdits = [
  {
    what: 'a route file in TypeScript, under tsx',
    files: { 'api/typed.ts': 'export default (req: any, res: any): void => res.json(0);' },
    pathname: '/api/typed',
    edit: (project, n) => project.write('api/typed.ts', `export default (req: any, res: any): void => res.json(${n});`),
    isNew: answers,
  },
  {
    what: 'a module in TypeScript, two imports away, under tsx',
    files: {
      'lib/leaf.ts': 'export const leaf: number = 0;',
      'lib/between.ts': "export { leaf } from './leaf.js';",
      'api/deep.ts':
        "import { leaf } from '../lib/between.js';\nexport default (req: any, res: any) => res.json(leaf);",
    },
    pathname: '/api/deep',
    edit: (project, n) => project.write('lib/leaf.ts', `export const leaf: number = ${n};`),
    isNew: answers,
  },
];

import { beforeAll, describe, expect, it } from '@jest/globals';
import { fsRoutes, FsRoutesError, type Problem } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';
import { runInProcess } from '../support/run-in-process.js';

type Row = readonly [what: string, source: string, code: string, message: RegExp, help: RegExp];

const f = '(req, res) => res.end()';
const get = `exports.GET = ${f};`;
const esModule = 'Object.defineProperty(exports, "__esModule", { value: true });';

const noHandler: Row[] = [
  [
    'an export that is called handler',
    `exports.handler = ${f}`,
    'FSR_NO_HANDLER',
    /It exports 'handler'\./,
    /'handler'.*default/,
  ],
  ['a misspelt default', `exports.Default = ${f}`, 'FSR_NO_HANDLER', /It exports 'Default'\./, /'default'/],
  ['a default with swapped letters', `exports.defualt = ${f}`, 'FSR_NO_HANDLER', /'defualt'/, /'default'/],
  [
    'module.export',
    `module.export = ${f}`,
    'FSR_NO_HANDLER',
    /It exports nothing\./,
    /`module\.export = …`, write `module\.exports/,
  ],
  ['exports =', `exports = ${f}`, 'FSR_NO_HANDLER', /It exports nothing\./, /`exports = …` .* write `module\.exports/],
  ['an empty ES module', esModule, 'FSR_NO_HANDLER', /It exports nothing\./, /export default/],
  [
    'an object called Get',
    'exports.Get = {}',
    'FSR_NO_HANDLER',
    /It exports 'Get'\./,
    /'Get' is an object: export a function/,
  ],
  ['a config only', 'exports.config = { api: {} }', 'FSR_NO_HANDLER', /It exports 'config'\./, /export default/],
  [
    'functions of a controller',
    `exports.getUser = ${f}; exports.list = ${f}`,
    'FSR_NO_HANDLER',
    /'getUser' and 'list'/,
    /'getUser' handles GET/,
  ],
  [
    'a function of Cloudflare',
    `exports.onRequestPost = ${f}`,
    'FSR_NO_HANDLER',
    /'onRequestPost'/,
    /handles POST, export it as POST/,
  ],
  ['delete_', `exports.delete_ = ${f}`, 'FSR_NO_HANDLER', /'delete_'/, /handles DELETE, export it as DELETE/],
  ['query in small letters', `exports.query = ${f}`, 'FSR_NO_HANDLER', /'query'/, /export it as QUERY/],
  [
    'a loader',
    `exports.loader = ${f}; exports.meta = ${f}`,
    'FSR_NO_HANDLER',
    /'loader' and 'meta'/,
    /'loader' is the handler/,
  ],
  ['a misspelt method', `exports.PSOT = ${f}`, 'FSR_NO_HANDLER', /It exports 'PSOT'/, /'POST'/],
  ['PROPFIND only', `exports.PROPFIND = ${f}`, 'FSR_NO_HANDLER', /It exports 'PROPFIND'/, /req\.method === 'PROPFIND'/],
  ['a promise', 'module.exports = Promise.resolve()', 'FSR_NO_HANDLER', /It exports a promise\./, /export/],
  ['a string', 'module.exports = "a"', 'FSR_NO_HANDLER', /It exports a string\./, /module\.exports/],
  [
    'many exports with odd names',
    `for (const n of 'mlkjihgfedcba') exports[n] = 1; exports['a\\n\\u202e'] = 1; exports['b'.repeat(999)] = 1`,
    'FSR_NO_HANDLER',
    /It exports 'a', 'a\\u000a\\u202e', 'b', 'b{40}…', 'c', 'd', 'e', 'f' and 7 more\./,
    /export default/,
  ],
];

const badHandler: Row[] = [
  ...['GET', 'get', 'Get', 'HEAD', 'POST', 'put', 'PATCH', 'DELETE', 'del', 'Del', 'OPTIONS', 'QUERY'].map(
    (name): Row => [
      `${name} that is undefined`,
      `const controller = {}; exports.default = ${f}; exports.${name} = controller.shwo`,
      'FSR_BAD_HANDLER',
      new RegExp(`The export '${name}' has undefined instead of a handler`),
      /misspelt/,
    ],
  ),
  ['GET that is null', 'exports.GET = null', 'FSR_BAD_HANDLER', /'GET' has null/, /function/],
  ['Get that is null', `exports.Get = null; exports.POST = ${f}`, 'FSR_BAD_HANDLER', /'Get' has null/, /function/],
  [
    'QUERY that is a string',
    `${get} exports.QUERY = "SELECT 1"`,
    'FSR_BAD_HANDLER',
    /'QUERY' has a string instead/,
    /function/,
  ],
  ['an array with undefined', `exports.GET = [${f}, undefined]`, 'FSR_BAD_HANDLER', /'GET' has undefined/, /misspelt/],
  [
    'Get with undefined in its array',
    `${f}; exports.Get = [${f}, undefined]`,
    'FSR_BAD_HANDLER',
    /'Get' has undefined/,
    /misspelt/,
  ],
  [
    'default that is undefined',
    `${get} exports.default = undefined`,
    'FSR_BAD_HANDLER',
    /default export has undefined/,
    /misspelt/,
  ],
  [
    'only default that is undefined',
    'exports.default = undefined',
    'FSR_BAD_HANDLER',
    /default export has undefined/,
    /misspelt/,
  ],
];

const slips = [
  'PSOT',
  'POTS',
  'POSTS',
  'POSTT',
  'PST',
  'HAED',
  'PTU',
  'PUTS',
  'PATHC',
  'PACTH',
  'PTACH',
  'DELET',
  'DELTE',
  'DELETEE',
  'DELATE',
  'OPTION',
  'OPTIOSN',
  'QUREY',
  'PUT_',
  '_PUT',
  'PATCHs',
];

const unknownExport: Row[] = [
  ...[
    'PROPFIND',
    'PROPPATCH',
    'MKCOL',
    'COPY',
    'MOVE',
    'LOCK',
    'UNLOCK',
    'SEARCH',
    'LINK',
    'UNLINK',
    'PURGE',
    'REPORT',
    'TRACE',
    'SUBSCRIBE',
    'M-SEARCH',
  ].map((name): Row => [
    `${name}, which no file answers by name`,
    `${get} exports['${name}'] = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    new RegExp(`The export '${name}' is not called`),
    new RegExp(`default export.*req\\.method === '${name}'`),
  ]),
  [
    'PROPFIND beside default',
    `exports.default = ${f}; exports.PROPFIND = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    /PROPFIND/,
    /default/,
  ],
  ['PROPFIND in an array', `${get} exports.PROPFIND = [${f}]`, 'FSR_UNKNOWN_EXPORT', /PROPFIND/, /default/],
  ['CONNECT', `${get} exports.CONNECT = ${f}`, 'FSR_UNKNOWN_EXPORT', /'CONNECT' is never called/, /'connect' event/],
  ['ALL', `${get} exports.ALL = ${f}`, 'FSR_UNKNOWN_EXPORT', /'ALL' is not called/, /default export/],
  ['ANY', `${get} exports.ANY = ${f}`, 'FSR_UNKNOWN_EXPORT', /'ANY' is not called/, /default export/],
  ...slips.map((name): Row => [
    name,
    `${get} exports.${name} = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    new RegExp(`The export '${name}' is not called: it looks like '[A-Z]+'`),
    /call it '[A-Z]+'/,
  ]),
  ...['GETT', 'GTE', 'GETs', 'GETS', '_GET'].map((name): Row => [
    name,
    `exports.POST = ${f}; exports.${name} = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    /looks like 'GET'/,
    /call it 'GET'/,
  ]),
  ...['Default', 'DEFAULT', 'defalt', 'defualt', 'deafult', 'default_'].map((name): Row => [
    name,
    `${get} exports.${name} = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    /looks like 'default'/,
    /call it 'default'/,
  ]),
  ...['Config', 'CONFIG', 'confg', 'cofnig', 'configs'].map((name): Row => [
    name,
    `${get} exports.${name} = { api: { bodyParser: false } }`,
    'FSR_UNKNOWN_EXPORT',
    /is not read: it looks like 'config'/,
    /call it 'config'/,
  ]),
  [
    'a method of an exported function',
    `module.exports = ${f}; module.exports.POST = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    /The default export is a function, so its property 'POST' is not called/,
    /`exports\.default = …` and `exports\.POST = …`/,
  ],
];

const rows = [...noHandler, ...badHandler, ...unknownExport];

const middlewareRows: Row[] = [
  ['no default', 'exports.config = {}', 'FSR_NO_HANDLER', /It exports 'config'\./, /export default/],
  ['a named handler', `exports.middleware = ${f}`, 'FSR_NO_HANDLER', /'middleware'/, /export it as default/],
  ['exports =', `exports = ${f}`, 'FSR_NO_HANDLER', /It exports nothing\./, /write `module\.exports/],
  ['an undefined default', 'exports.default = undefined', 'FSR_BAD_HANDLER', /has undefined/, /misspelt/],
  [
    'a method beside default',
    `exports.default = ${f}; exports.POST = ${f}`,
    'FSR_UNKNOWN_EXPORT',
    /only a default export, so its export 'POST'/,
    /req\.method === 'POST'/,
  ],
];

/** Exports that are no slips, beside a handler. */
const harmless: [what: string, source: string][] = [
  [
    'constants named after methods',
    'exports.SEARCH = "/search"; exports.LINK = { a: 1 }; exports.SOURCE = undefined; exports.TRACE = true',
  ],
  [
    'other constants',
    'exports.POSTS = [1]; exports.PATH = "/a"; exports.GETS = 7; exports.HOST = "a"; exports.PORT = 1; exports.DATE = {}',
  ],
  [
    'functions of other names',
    `exports.READ = ${f}; exports.CREATE = ${f}; exports.HOST = ${f}; exports.SET = ${f}; exports.MATCH = ${f}; exports.RESET = ${f}`,
  ],
  [
    'helpers in small letters',
    `exports.search = ${f}; exports.query = ${f}; exports.copy = ${f}; exports.posts = ${f}; exports.gets = ${f}; exports.all = ${f}; exports.defaults = ${f}; exports.link = ${f}`,
  ],
  [
    'helpers in camel case',
    `exports.getUser = ${f}; exports.handler = ${f}; exports.Query = ${f}; exports.Posts = ${f}; exports.postMessage = ${f}`,
  ],
  [
    'classes',
    'exports.Post = class {}; exports.SEARCH = class {}; exports.GETS = class {}; exports.Default = class {}',
  ],
  [
    'data in mixed case',
    'exports.Options = { a: 1 }; exports.Head = "<head>"; exports.Patch = []; exports.Post = "post"',
  ],
  ['a config of the app', 'exports.Config = { url: "" }; exports.configs = []; exports.CONFIG = 1'],
  ['a misspelling beside the right name', `exports.GETS = ${f}; exports.Config = { api: {} }; exports.config = {}`],
];

/** Writes a file for each row, of which some need a whole folder. */
function filesOf(entries: readonly (readonly [string, string, ...unknown[]])[], name: string) {
  return Object.fromEntries(entries.map(([, source], index) => [name.replace('#', String(index)), source]));
}

const files = { ...filesOf(rows, 'a#.js'), ...filesOf(middlewareRows, 'm#/_middleware.js') };
let problems: readonly Problem[];
let checked: readonly Problem[];

function problemsOf(folder: string): readonly Problem[] {
  try {
    fsRoutes(folder);
    return [];
  } catch (error) {
    if (error instanceof FsRoutesError) return error.problems;
    throw error;
  }
}

beforeAll(async () => {
  const folder = routeFolder(files);
  problems = problemsOf(folder);
  const { stdout } = await runInProcess(folder, ['check', '.', '--json']);
  checked = (JSON.parse(stdout) as { problems: Problem[] }).problems;
});

function expectProblem(file: string, [, , code, message, help]: Row): void {
  const [problem, ...others] = problems.filter((one) => one.files[0] === file);
  expect(problem).toEqual({
    code,
    message: expect.stringMatching(message),
    help: expect.stringMatching(help),
    files: [file],
  });
  expect(others).toEqual([]);
}

describe('a route file is refused with', () => {
  it.each(rows.map((row, index) => [row[0], `a${index}.js`, row] as const))('%s', (_what, file, row) => {
    expectProblem(file, row);
  });
});

describe('a _middleware file is refused with', () => {
  it.each(middlewareRows.map((row, index) => [row[0], `m${index}/_middleware.js`, row] as const))(
    '%s',
    (_what, file, row) => {
      expectProblem(file, row);
    },
  );
});

describe('the command line', () => {
  it('reports the same problems in the same words', () => {
    expect(checked).toEqual(problems.map(({ code, message, help, files }) => ({ code, message, help, files })));
    expect(checked).toHaveLength(rows.length + middlewareRows.length);
  });
});

describe('a route file may export, beside its handler,', () => {
  const folder = routeFolder(
    filesOf(
      harmless.map(([what, source]) => [what, `${get} ${source}`] as const),
      'h#.js',
    ),
  );
  const found = problemsOf(folder);

  it.each(harmless.map(([what], index) => [what, `h${index}.js`] as const))('%s', (_what, file) => {
    expect(found.filter((problem) => problem.files[0] === file)).toEqual([]);
  });
});

describe("with compat: 'next'", () => {
  it('all of these are accepted, as Next.js does', () => {
    const withDefault = rows.filter(
      ([, source]) => !/exports\.default = undefined|module\.exports|^exports = /.test(source),
    );
    const sources = withDefault.map(([what, source]) => [what, `${source}; exports.default ??= ${f}`] as const);
    expect(() => fsRoutes(routeFolder(filesOf(sources, 'a#.js')), { compat: 'next' })).not.toThrow();
  });
});

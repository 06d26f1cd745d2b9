import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../support/child-process.js';
import { routeFolder } from '../support/route-folder.js';

const esm = { 'package.json': '{ "type": "module" }' };
const commonJs = { 'package.json': '{ "type": "commonjs" }' };
const handler = 'export default () => {};';
const paths = '{ "compilerOptions": { /* aliases */ "paths": { "@/*": ["./src/*"], }, }, }';

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly help: RegExp;
  /** The flags of Node.js. */
  readonly loader?: 'tsx' | 'tsx/esm';
}

/** The causes of failures, with the help that each should have. Each folder has one route file, `api/a.*`. */
const cases: Readonly<Record<string, Case>> = {
  'a missing package': {
    files: { ...esm, 'api/a.js': `import 'left-pad'; ${handler}` },
    help: /^install the package: npm install left-pad$/,
  },
  'a missing package, required': {
    files: { ...commonJs, 'api/a.js': 'require("left-pad/index.js")' },
    help: /^install the package: npm install left-pad$/,
  },
  'a missing package with a scope, in another file': {
    files: { ...commonJs, 'api/a.js': 'require("../b.js")', 'b.js': 'require("@acme/db/client")' },
    help: /^install the package: npm install @acme\/db$/,
  },
  'a missing package in TypeScript, with tsx': {
    files: { ...esm, 'api/a.ts': `import 'left-pad'; ${handler}` },
    loader: 'tsx',
    help: /^install the package: npm install left-pad$/,
  },
  'a missing file of a package': {
    files: { ...esm, 'node_modules/pad/package.json': '{}', 'api/a.js': `import 'pad/x.js'; ${handler}` },
    help: /^correct the import, or install another version of 'pad'/,
  },
  'a path that a package does not export': {
    files: {
      ...esm,
      'node_modules/pad/package.json': '{ "exports": { "./x": "./x.js" } }',
      'api/a.js': `import 'pad/y'; ${handler}`,
    },
    help: /`exports` in the package\.json of that package/,
  },
  'an alias of tsconfig.json': {
    files: { ...esm, 'tsconfig.json': paths, 'api/a.ts': `import '@/db'; ${handler}`, 'src/db.ts': '' },
    help: /^(?=.*'@\/db' is an alias of \S*tsconfig\.json)(?=.*TSX_TSCONFIG_PATH)/,
  },
  'an alias in compiled files': {
    files: { ...commonJs, 'tsconfig.json': paths, 'dist/package.json': '{}', 'api/a.js': 'require("@/db")' },
    help: /^(?=.*alias of \S*tsconfig\.json)(?=.*let your build replace it)/,
  },
  'an alias of jsconfig.json, with tsx': {
    files: { ...esm, 'jsconfig.json': paths, 'api/a.js': `import '@/db.js'; ${handler}`, 'src/db.js': '' },
    loader: 'tsx',
    help: /^(?=.*alias of \S*jsconfig\.json)(?=.*set TSX_TSCONFIG_PATH to \S*jsconfig\.json)/,
  },
  'an alias of a configuration with another name, with tsx': {
    files: { ...esm, 'tsconfig.server.json': paths, 'api/a.ts': `import '@/db'; ${handler}`, 'src/db.ts': '' },
    loader: 'tsx',
    help: /set TSX_TSCONFIG_PATH to \S*tsconfig\.server\.json/,
  },
  'an alias that another configuration extends': {
    files: {
      ...esm,
      'tsconfig.json': '{ "extends": "./base" }',
      'base.json': '{ "compilerOptions": { "paths": { "db": ["./src/db"] } } }',
      'api/a.js': `import 'db'; ${handler}`,
    },
    help: /'db' is an alias of \S*tsconfig\.json/,
  },
  'a path below baseUrl': {
    files: {
      ...esm,
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
      'src/db.js': '',
      'api/a.js': `import 'src/db'; ${handler}`,
    },
    help: /'src\/db' is an alias of \S*tsconfig\.json/,
  },
  'an alias without a configuration': {
    files: { ...esm, 'api/a.js': `import '~/db'; ${handler}` },
    help: /^(?=.*'~\/db' looks like an alias)(?=.*TSX_TSCONFIG_PATH)/,
  },
  'a name that `imports` does not have': {
    files: { ...esm, 'api/a.js': `import '#db'; ${handler}` },
    help: /`imports` in package\.json/,
  },
  'a missing extension': {
    files: { ...esm, 'db.js': '', 'api/a.js': `import '../db'; ${handler}` },
    help: /write '\.\.\/db\.js'/,
  },
  'a missing extension of a file that is required': {
    files: { ...commonJs, 'db.cjs': '', 'api/a.js': 'require("../db")' },
    help: /write '\.\.\/db\.cjs'/,
  },
  'an import of a folder': {
    files: { ...esm, 'db/index.js': '', 'api/a.js': `import '../db'; ${handler}` },
    help: /write '\.\.\/db\/index\.js'/,
  },
  'the extension of a compiled file': {
    files: { ...esm, 'db.ts': '', 'api/a.js': `import '../db.js'; ${handler}` },
    help: /^write '\.\.\/db\.ts', or start Node with a loader that finds it \(node --import tsx server\.ts\)/,
  },
  'the letter case of a file': {
    files: { ...esm, 'DB.js': '', 'api/a.js': `import '../db.js'; ${handler}` },
    help: /^write '\.\.\/DB\.js': the letter case counts\.$/,
  },
  'a file that does not exist': {
    files: { ...esm, 'api/a.js': `import './nope.js'; ${handler}` },
    help: /^correct the path: there is no file '\.\/nope\.js'\.$/,
  },
  'a file that does not exist, with tsx': {
    files: { ...esm, 'api/a.ts': `import './nope.js'; ${handler}` },
    loader: 'tsx',
    help: /^correct the path: there is no file '\.\/nope\.js'\.$/,
  },
  'require in an ES module': {
    files: { ...esm, 'api/a.js': 'const fs = require("fs"); module.exports = () => {};' },
    help: /^write `import … from '…'`: the file is an ES module/,
  },
  'exports in an ES module': {
    files: { ...esm, 'api/a.js': 'exports.GET = () => {};' },
    help: /^write `export const GET = .*`: the file is an ES module/,
  },
  'module.exports in an ES module': {
    files: { 'api/a.mjs': 'module.exports = () => {};' },
    help: /^write `export default .*`: the file is an ES module/,
  },
  '__dirname in an ES module': {
    files: { ...esm, 'api/a.js': `${handler} console.log(__dirname)` },
    help: /^write `import\.meta\.dirname`/,
  },
  'export in CommonJS': {
    files: { ...commonJs, 'api/a.js': handler },
    help: /^add "type": "module" to package\.json, or give it the extension \.mjs/,
  },
  'import in CommonJS': {
    files: { ...commonJs, 'api/a.js': `import fs from 'fs'; ${handler}` },
    help: /^add "type": "module" to package\.json/,
  },
  'export in a .cjs file': { files: { 'api/a.cjs': handler }, help: /^give it an extension such as \.mjs/ },
  'await in CommonJS': {
    files: { ...commonJs, 'api/a.js': 'await 1; module.exports = () => {};' },
    help: /^write `await` in an `async` function\. .*\.mjs/,
  },
  'an export that a module does not have': {
    files: { ...esm, 'db.js': 'export const a = 1', 'api/a.js': `import { b } from '../db.js'; ${handler}` },
    help: /^correct the name in the import/,
  },
  'TypeScript without a loader': {
    files: { ...esm, 'api/a.ts': 'enum A { B } export default () => A;' },
    help: /--import tsx/,
  },
  'a stylesheet': {
    files: { ...esm, 'a.css': '', 'api/a.js': `import '../a.css'; ${handler}` },
    help: /^remove the import, or start Node with a loader for such files/,
  },
  'a URL': {
    files: { ...esm, 'api/a.js': `import 'https://example.com/a.js'; ${handler}` },
    help: /^install the package with npm/,
  },
  'a syntax error': { files: { 'api/a.js': 'module.exports = (' }, help: /^correct the file.*`node --check/ },
  'an error of the file': {
    files: { 'api/a.js': 'throw new Error("no database")' },
    help: /^correct the file; `error\.cause`/,
  },
};

/** Loads the folders of all cases with the same loader in one process, and prints the result for each. */
const script = `
  import { fsRoutes } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  process.removeAllListeners('warning');
  for (const folder of process.argv.slice(2)) {
    let problems = [];
    try {
      await fsRoutes(folder).ready;
    } catch (error) {
      problems = error.problems.map(({ code, message, help, cause }) => ({ code, message, help, requireStack: cause?.requireStack, stack: cause?.stack }));
    }
    console.log(JSON.stringify(problems));
  }
  process.exit();`;

interface Result {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly requireStack?: string[];
  readonly stack?: string;
}

async function loadAll(folders: readonly string[], loader?: string): Promise<Result[][]> {
  const flags = loader === undefined ? [] : ['--import', import.meta.resolve(loader)];
  // A file, because scripts of `node -e` have `require` and `module` as globals.
  const file = path.join(routeFolder({ 'load.mjs': script }), 'load.mjs');
  const args = [...flags, file, ...folders.map((folder) => path.join(folder, 'api'))];
  const { stdout, stderr } = await run(process.execPath, args, folders[0]!);
  const lines = stdout.trim().split('\n');
  if (lines.length !== folders.length) throw new Error(stdout + stderr);
  return lines.map((line) => JSON.parse(line) as Result[]);
}

const results = new Map<string, Result[]>();

beforeAll(async () => {
  const loadCases = async (loader: Case['loader']): Promise<void> => {
    const names = Object.keys(cases).filter((name) => cases[name]!.loader === loader);
    const loaded = await loadAll(
      names.map((name) => routeFolder(cases[name]!.files)),
      loader,
    );
    names.forEach((name, index) => results.set(name, loaded[index]!));
  };
  await Promise.all([loadCases(undefined), loadCases('tsx')]);
});

describe('the advice for a file that cannot be loaded', () => {
  it.each(Object.entries(cases))('depends on the cause: %s', (name, { help }) => {
    expect(results.get(name)).toEqual([
      expect.objectContaining({ code: 'FSR_LOAD_FAILED', help: expect.stringMatching(help) }),
    ]);
  });

  it.each(Object.keys(cases))(
    'and what was thrown name no file of this package, nor one that does not exist: %s',
    (name) => {
      const [{ message, requireStack = [], stack = '' }] = results.get(name) as [Result];
      expect([message, ...requireStack, stack].join('\n')).not.toMatch(/[\\/]api[\\/]index\.js|requireWithDeepStack/);
    },
  );
});

describe('a loader that hooks only into `import`', () => {
  it('loads TypeScript that `require` cannot', async () => {
    const [good, bad] = await loadAll(
      [
        routeFolder({
          ...esm,
          'db.ts': 'export enum A { B }',
          'api/a.ts': `import { A } from '../db.js'; export default () => A.B;`,
        }),
        routeFolder({ ...esm, 'api/a.ts': `import 'left-pad'; ${handler}` }),
      ],
      'tsx/esm',
    );
    expect(good).toEqual([]);
    expect(bad).toEqual([expect.objectContaining({ help: 'install the package: npm install left-pad' })]);
  });
});

describe('a CommonJS file without a handler', () => {
  const sources = {
    'a named export': 'exports.handler = () => {};',
    nothing: '',
    'an empty object': 'module.exports = {};',
    'an object whose names Node cannot read': 'module.exports = { ...{ handler() {} } };',
    'a transpiled ES module': 'exports.__esModule = true; exports.handler = 1;',
    'a text': 'module.exports = "text";',
    'a bad method': 'module.exports = { get: 1 };',
  };
  const names = Object.keys(sources);
  let required: Result[][] = [];
  let imported: Result[][] = [];

  beforeAll(async () => {
    const folders = Object.values(sources).map((source) => routeFolder({ ...commonJs, 'api/a.js': source }));
    [required, imported] = await Promise.all([loadAll(folders), loadAll(folders, 'tsx')]);
  });

  it.each(names)('has the same problem with `require` as with `import()`: %s', (name) => {
    const index = names.indexOf(name);
    expect(required[index]).toHaveLength(1);
    expect(imported[index]).toEqual(required[index]);
  });
});

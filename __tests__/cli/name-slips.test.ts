import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fsRoutes, FsRoutesError, type FsRoutesOptions } from '../../lib/index.js';
import type { Problem } from '../../lib/types/problem.js';
import { collectWarnings } from '../support/collect-warnings.js';
import { routeFolder } from '../support/route-folder.js';
import { runInProcess } from '../support/run-in-process.js';

const handler = 'module.exports = (req, res) => res.end();';

interface Found {
  /** The code and the file of each problem, in the order of `check`. */
  readonly problems: readonly string[];
  readonly text: string;
  readonly isRefused: boolean;
}

const warnings = collectWarnings();

/** Starts a folder and checks it, and returns what both say, which must be the same. */
async function find(files: readonly string[], options: FsRoutesOptions = {}, flags: string[] = []): Promise<Found> {
  const folder = routeFolder(Object.fromEntries(files.map((file) => [file, handler])));
  let isRefused = false;
  let startUp = '';
  try {
    fsRoutes(folder, { ...options, import: () => () => undefined });
  } catch (error) {
    if (!(error instanceof FsRoutesError)) throw error;
    isRefused = true;
    startUp = error.message;
  }
  startUp += warnings.splice(0).join('\n');
  const { code, stdout } = await runInProcess(folder, ['check', '.', '--no-load', '--json', ...flags]);
  const { problems } = JSON.parse(stdout) as { problems: Problem[] };
  for (const { message, help } of problems) {
    expect(startUp).toContain(message);
    expect(startUp).toContain(help);
  }
  expect({ code, said: startUp !== '' }).toEqual({ code: problems.length > 0 ? 1 : 0, said: problems.length > 0 });
  return {
    problems: problems.map((problem) => `${problem.code} ${problem.files.join()}`),
    text: problems.map(({ help }) => help).join('\n'),
    isRefused,
  };
}

describe('a name that is close to _middleware', () => {
  it.each([
    ...['_middelware.js', '_middlewares.js', '_midleware.js', '__middleware.js', '_Middleware.js', '_MIDDLEWARE.ts'],
    ...['_middlware.mjs', '_middlewear.js', '_middle-ware.js', '_middle_ware.cts', '_mddleware.js', '_iddleware.js'],
    ...['_middleware .js', '_middleware2.js', '_middelware.tsx', '_middleware.jsx', '._middleware.js'],
    ...['_middleware', '_middleware/index.js', '_Middleware/index.ts', '_meddlewere.js', '___middlewares__.js'],
  ])('%s is refused, in any folder, because it would guard nothing', async (name) => {
    for (const file of [name, `admin/[id]/${name}`]) {
      const { problems, isRefused, text } = await find([file, 'a.js', 'admin/[id]/b.js']);
      expect({ problems, isRefused }).toEqual({ problems: [`FSR_MIDDLEWARE_NAME ${file}`], isRefused: true });
      expect(text).toContain(`${file.startsWith('admin/') ? 'admin/[id]/' : ''}_middleware`);
    }
  });

  it.each([
    'middleware.js',
    'middleware.ts',
    'Middleware.js',
    'middlewares.js',
    'midelware.mjs',
    'middle-ware.js',
    '-middleware.js',
  ])('%s is refused, because it would be a route', async (name) => {
    const { problems, isRefused, text } = await find([`admin/${name}`, 'admin/_middleware.js', 'admin/a.js']);
    expect({ problems, isRefused }).toEqual({ problems: [`FSR_MIDDLEWARE_NAME admin/${name}`], isRefused: true });
    expect(text).toMatch(/'_middleware\.\w+'.*'[\w-]+\/index\.\w+'/);
  });

  it.each([
    ['a route in a folder of that name', ['middleware/index.js', 'middlewares/list.js']],
    ['a parameter', ['[middleware].js', 'a/[...middlewares].js']],
    ['another word', ['middleman.js', '_middle.js', '_mw.js', '_auth-middleware.js', '_middleware-of-auth.js']],
    ['a test, a declaration or a document', ['_middleware.test.js', '_middleware.d.ts', '_middleware.md', 'a.js']],
    ['a folder of helpers', ['_middleware/auth.js', '_middlewares/index.js', 'a.js']],
    ['beside the middleware', ['_middleware.js', '_middlewares.js', '_middleware.tsx', '_middleware/index.js', 'a.js']],
  ])('is accepted if it is %s', async (_what, files) => {
    expect(await find(files)).toEqual({ problems: [], text: '', isRefused: false });
  });

  it("is what Next.js makes of it with compat: 'next'", async () => {
    const files = ['middleware.js', '_middelware.js', 'a/_middlewares.js'];
    expect((await find(files, { compat: 'next' }, ['--compat', 'next'])).problems).toEqual([]);
  });
});

describe('a name in the notation of another router', () => {
  it.each([
    [':id.js', "'[id]'"],
    [':id/posts.js', "'[id]'"],
    [':id?.js', "'[id]', and an index file"],
    [':id(\\d+).js', "'[id]'"],
    [':path*.js', "'[...path]'"],
    ['user-:id.js', "'[id]'"],
    ['{id}.js', "'[id]'"],
    ['{id}/posts.js', "'[id]'"],
    ['{id:int}.js', "'[id]'"],
    ['{id?}.js', "'[id]', and an index file"],
    ['{*path}.js', "'[...path]'"],
    ['{...path}.js', "'[...path]'"],
    ['{user_id}.json.js', "'[user_id]'"],
    ['<id>.js', "'[id]'"],
    ['<int:id>.js', "'[id]'"],
    ['<path:rest>.js', "'[...rest]'"],
    ['*.js', "'[...path]'"],
    ['**.js', "'[...path]'"],
    ['*rest.js', "'[...rest]'"],
    ['［id］.js', "'[id]'"],
    ['[slug...].js', "'[...slug]'"],
    ['[slug..].js', "'[...slug]'"],
    ['[slug…].js', "'[...slug]'"],
    [':slug(.*).js', "'[...slug]'"],
    ['{slug...}.js', "'[...slug]'"],
    ['[[slug...]].js', "'[[...slug]]'"],
    ['[id?].js', "'[id]', and an index file"],
    ['[...slug?].js', "'[[...slug]]'"],
    ['[id:int].js', "'[id]'"],
    ['[int:id]/a.js', "'[int]'"],
    ['[id=int].js', "'[id]'"],
    ['[id(\\d+)].js', "'[id]'"],
    ['[id|name].js', "'[id]'"],
    ['[slug*].js', "'[...slug]'"],
    ['[slug+].js', "'[...slug]'"],
    ['[*slug].js', "'[...slug]'"],
    ['[*].js', "'[...path]'"],
    ['[:id].js', "'[id]'"],
    ['[{id}].js', "'[id]'"],
    ['[<id>].js', "'[id]'"],
    ['[[id]].js', "'[id]'"],
    ['[id].get.js', "'[id]'"],
    ['users .js', "'users'"],
    [' users.js', "'users'"],
    ['users /list.js', "'users'"],
  ])('%s is refused if it can only be a slip, with what to write: %s', async (file, written) => {
    const { problems, isRefused, text } = await find([file, 'a.js']);
    expect({ problems, isRefused }).toEqual({
      problems: [expect.stringMatching(/^FSR_(?:BAD_PARAM_NAME|OPTIONAL_PARAM|BAD_BRACKETS) /)],
      isRefused: true,
    });
    expect(text).toContain(written);
  });

  it.each([
    ['(id).js', "'[id]'"],
    ['($lang)/about.js', '`routeGroups: true`'],
    ['(admin)/users.js', '`routeGroups: true`'],
    ['(.)photo/a.js', 'parentheses'],
    ['$id.js', "'[id]'"],
    ['users/$userId/posts.js', "'[userId]'"],
    ['users.$id.js', "'users/[id]'"],
    ['files.$.js', "'files/[...path]'"],
    ['$.js', "'[...path]'"],
    ['users.get.js', 'export a function GET'],
    ['users.POST.ts', 'export a function POST'],
    ['index.delete.js', "'index', and export a function DELETE"],
    ['users.del.js', 'export a function DELETE'],
    ['users/GET.js', "'index', and export a function GET"],
    ['+server.js', "'index'"],
    ['users/+server.ts', "'index'"],
    ['users/route.js', "'index'"],
    ['users/[id]/route.ts', "'index'"],
    ['users.routes.js', "'users'"],
    ['users.controller.js', "'users'"],
    ['users.api.js', "'users'"],
    ['db.server.ts', "'db'"],
    ['auth.middleware.js', "'_auth.middleware'"],
    ['Index.js', "'index'"],
    ['users/INDEX.js', "'index'"],
    ['%5Bid%5D.js', "'[id]'"],
    ['posts/1487.js', 'names as they are'],
  ])('%s is warned of if it can be meant, with what to write: %s', async (file, written) => {
    const { problems, isRefused, text } = await find([file, 'a.js']);
    expect({ problems, isRefused }).toEqual({
      problems: [expect.stringMatching(/^FSR_LITERAL_NAME /)],
      isRefused: false,
    });
    expect(text).toContain(written);
  });

  it.each([
    ['_id_.js', '[id].js'],
    ['users/_id_/posts.js', '[id]'],
    ['_user_id_.mjs', '[user_id].mjs'],
    ['_...path_.js', '[...path].js'],
    ['__...slug__.js', '[[...slug]].js'],
    ['_id.js', '[id].js'],
    ['_slug/a.js', '[slug]'],
    ['...path.js', '[...path].js'],
    ['hello.JS', 'hello.js'],
    ['hello.Ts', 'hello.ts'],
    ['hello.MJS', 'hello.mjs'],
    ['hello.js ', 'hello.js'],
    ['hello.js.', 'hello.js'],
    ['users/_index.js', 'index.js'],
  ])('%s is warned of because it is not served: it was meant as %s', async (file, meant) => {
    const { problems, isRefused, text } = await find([file, 'a.js']);
    expect({ problems, isRefused }).toEqual({
      problems: [expect.stringMatching(/^FSR_NOT_SERVED /)],
      isRefused: false,
    });
    expect(text).toContain(meant);
  });

  it('is one warning for a folder, whatever number of files it has', async () => {
    expect((await find(['(admin)/a.js', '(admin)/b.js', '(admin)/c/(x)/d.js'])).problems).toEqual([
      'FSR_LITERAL_NAME (admin)',
      'FSR_LITERAL_NAME (admin)/c/(x)',
    ]);
  });

  it.each([
    ['is a folder with an index file', ['users.get/index.js', 'GET/index.js', 'route/index.js', '1487/index.js']],
    ['is not alone as in the App Router', ['maps/route.js', 'maps/distance.js']],
    [
      'is common as it is',
      ['$metadata.js', '$batch.js', '@me.js', 'feed.xml.js', 'users:batchGet.js', '404.js', '2024.js', 'v1.js', '1.js'],
    ],
    [
      'has a dot',
      ['robots.txt.js', 'chat.postMessage.js', 'v1.2/a.js', 'widget.min.js', 'openapi.json.js', 'a.b.c.js'],
    ],
    ['is that of a method alone', ['get.js', 'users/delete.js', 'options.js', 'routes.js', 'router.js']],
    [
      'is in parentheses in part',
      ['users(1).js', 'a*b.js', 'a(b)c.js', 'a$b.js', 'do$$.js', 'semi;x=1.js', 'eq=.js', 'a+b.js'],
    ],
    [
      'is that of a helper or a test',
      ['_helpers.js', '_lib/a.js', '_get.js', '__tests__/a.js', '__mocks__/_b_/c.js', 'a.js', 'b.test.JS'],
    ],
    [
      'is that of a parameter',
      ['[id].js', 'a/[user-id].js', 'b/[user.id].js', 'c/[...ts-rest].js', 'd/[é].js', 'e/[a+b].js', 'f/[$x].js'],
    ],
  ])('is accepted without a word if it %s', async (_what, files) => {
    expect((await find(files)).problems).toEqual([]);
  });

  it('is accepted without a word if `ignore` has it', async () => {
    const files = ['(admin)/a.js', 'users.get.js', '_id_.js', '_slug/a.js', 'b.JS', 'c.js'];
    const ignore = ['_*', '(admin)', '*.get.*', '_id_.js', '_slug', '*.js.old', 'b.JS'];
    const flags = ignore.flatMap((glob) => ['--ignore', glob]);
    expect((await find(files, { ignore }, flags)).problems).toEqual([]);
  });

  it("is taken as Next.js takes it with compat: 'next'", async () => {
    const files = [
      ':id.js',
      '{id}.js',
      '(id).js',
      '[id:int].js',
      'users.get.js',
      '_id_.js',
      '$id.js',
      ' users.js',
      'b.JS',
    ];
    expect((await find(files, { compat: 'next' }, ['--compat', 'next'])).problems).toEqual([]);
  });
});

describe('a file with JSX', () => {
  const files = ['a.js', 'page.tsx', 'b/card.jsx'];

  /** Puts a package called tsx where the folder finds it. */
  function installTsx(folder: string): string {
    const installed = path.join(folder, 'node_modules', 'tsx');
    fs.mkdirSync(installed, { recursive: true });
    fs.writeFileSync(path.join(installed, 'index.js'), '');
    return folder;
  }

  function warningsOf(folder: string, options: FsRoutesOptions = {}): string[] {
    fsRoutes(folder, { ...options, import: () => () => undefined });
    return (
      warnings
        .splice(0)
        .join('\n')
        .match(/(?<=file: ).*/g) ?? []
    );
  }

  it('is warned of if a loader for it is there, unless `extensions` or `ignore` says what it is', () => {
    expect(warningsOf(routeFolder(files))).toEqual([]);
    const folder = installTsx(routeFolder(files));
    expect(warningsOf(folder)).toEqual(['b/card.jsx', 'page.tsx']);
    expect(warningsOf(folder, { extensions: ['.js'] })).toEqual([]);
    expect(warningsOf(folder, { extensions: ['.js', '.tsx', '.jsx'] })).toEqual([]);
    expect(warningsOf(folder, { ignore: ['*.?sx', 'node_modules'] })).toEqual([]);
  });

  it('is a problem for check if a loader is there, and otherwise a note', async () => {
    const before = await runInProcess(routeFolder(files), ['check', '.', '--no-load']);
    expect(before).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Perhaps a slip:\n {2}b\/card\.jsx +left out because its extension/),
    });
    const after = await runInProcess(installTsx(routeFolder(files)), ['check', '.', '--no-load']);
    expect(after).toMatchObject({ code: 1, stdout: expect.stringContaining('[FSR_NOT_SERVED]') });
    expect(after.stdout).not.toContain('Perhaps');
  });
});

describe('a file that looks like a route file and is not served', () => {
  const files = {
    'a.js': handler,
    '[slug].js': handler,
    '.ory/session.js': handler,
    '.ory/deep/token.js': handler,
    '.ory/readme.md': '',
    '.vscode/settings.json': '',
    '.well-known/security.txt.js': handler,
    '.eslintrc.cjs': '',
    '.hidden.js': handler,
    '_helpers.js': '',
    '__tests__/a.js': '',
    'node_modules/p/index.js': '',
    'cards/card.tsx': '',
    'cards/notes.md': '',
    'types.d.ts': '',
  };
  const extensions = '(.js .cjs .mjs .ts .cts .mts)';

  it('is noted by check if it is not left out on purpose; that is not a problem', async () => {
    const folder = routeFolder(files);
    const notes = [
      { file: '.hidden.js', reason: 'left out by the glob `.!(well-known)` of `ignore`' },
      { file: '.ory', reason: 'left out by the glob `.!(well-known)` of `ignore`' },
      {
        file: 'cards/card.tsx',
        reason: `left out because its extension \`.tsx\` is not one of the \`extensions\` ${extensions}`,
      },
    ];
    const json = await runInProcess(folder, ['check', '.', '--no-load', '--json']);
    expect({ code: json.code, ...JSON.parse(json.stdout) }).toMatchObject({ code: 0, problems: [], notes });
    const { code, stdout } = await runInProcess(folder, ['check', '.', '--no-load']);
    expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: [
        'Perhaps a slip:',
        `  .hidden.js      ${notes[0]!.reason}`,
        `  .ory            ${notes[1]!.reason}`,
        `  cards/card.tsx  ${notes[2]!.reason}`,
        '',
        '3 routes, no problems',
      ],
    });
  });

  it.each([
    ['in a folder `api` that is passed to fsRoutes', ['api/a.js', 'api/api/b.js'], 'api', ['api']],
    ['in a folder that has nothing else', ['src/api/b.js', 'src/readme.md'], 'src', ['api']],
    ['in pages/api', ['src/pages/api/b.js'], 'src', ['pages/api']],
    ['beside other routes, as part of their URL', ['routes/api/b.js', 'routes/a.js'], 'routes', []],
  ])('is noted by check if its URL would begin with /api/api: %s', async (_what, names, folder, expected) => {
    const root = routeFolder(Object.fromEntries(names.map((name) => [name, handler])));
    const { code, stdout } = await runInProcess(root, ['check', folder, '--no-load', '--json']);
    const { notes } = JSON.parse(stdout) as { notes: { file: string }[] };
    expect({ code, noted: notes.map(({ file }) => file) }).toEqual({ code: 0, noted: expected });
  });

  it('is listed by list --all, with the reason', async () => {
    const folder = routeFolder(files);
    const { stdout } = await runInProcess(folder, ['list', '.', '--no-load', '--all']);
    expect(
      stdout
        .slice(stdout.indexOf('\n\n') + 2)
        .trimEnd()
        .split('\n'),
    ).toEqual([
      'Not served:',
      '  .eslintrc.cjs       left out by the glob `.!(well-known)` of `ignore`',
      '  .hidden.js          left out by the glob `.!(well-known)` of `ignore`',
      '  .ory/deep/token.js  left out by the glob `.!(well-known)` of `ignore`',
      '  .ory/session.js     left out by the glob `.!(well-known)` of `ignore`',
      '  __tests__/a.js      left out by the glob `_*` of `ignore`',
      '  _helpers.js         left out by the glob `_*` of `ignore`',
      `  cards/card.tsx      left out because its extension \`.tsx\` is not one of the \`extensions\` ${extensions}`,
      '  types.d.ts          left out by the glob `*.d.ts` of `ignore`',
    ]);
    const json = await runInProcess(folder, ['list', '.', '--no-load', '--all', '--json']);
    const { leftOut } = JSON.parse(json.stdout) as { leftOut: unknown[] };
    expect(leftOut).toHaveLength(8);
    expect(leftOut[0]).toEqual({ file: '.eslintrc.cjs', reason: 'left out by the glob `.!(well-known)` of `ignore`' });
    expect(JSON.parse((await runInProcess(folder, ['list', '.', '--no-load', '--json'])).stdout)).not.toHaveProperty(
      'leftOut',
    );
  });

  it.each([
    ['/.ory/session', '.ory/session.js', '`.!(well-known)` of `ignore`'],
    ['/_helpers', '_helpers.js', '`_*` of `ignore`'],
    ['/cards/card', 'cards/card.tsx', 'its extension `.tsx`'],
    ['/types.d', 'types.d.ts', '`*.d.ts` of `ignore`'],
  ])('is named by match for %s', async (url, file, reason) => {
    const { stdout } = await runInProcess(routeFolder(files), ['match', '.', url, '--no-load', '--json']);
    const { hint } = JSON.parse(stdout) as { hint: string };
    expect(hint).toContain(`${file} would answer, but it is not a route: it is left out `);
    expect(hint).toContain(reason);
  });

  it('is named by match as the route that a bundler has renamed', async () => {
    const folder = routeFolder({ 'posts/_id_.js': handler, 'posts/index.js': handler });
    const { stdout } = await runInProcess(folder, ['match', '.', '/posts/5', '--no-load']);
    expect(stdout).toContain('posts/_id_.js would answer, but it is not a route: it is left out by the glob `_*`');
  });

  it('is not named by match for a URL that a served file answers before it', async () => {
    const folder = routeFolder({ 'a.js': handler, 'a.tsx': '', '_id_.js': '', '[slug].js': handler });
    for (const url of ['/a', '/5']) {
      const { stdout } = await runInProcess(folder, ['match', '.', url, '--no-load']);
      expect(stdout).not.toContain('would answer');
    }
  });
});

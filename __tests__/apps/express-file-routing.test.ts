import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { defaultIgnore, fsRoutes, type FsRouter, type FsRoutesOptions } from '../../lib/index.js';
import { answers } from '../fixtures/express-file-routing/different-answers.js';
import { refusals, routes } from '../fixtures/express-file-routing/different-files.js';
import { folder, identical, readmeCatchAll, type RequestLine } from '../fixtures/express-file-routing/folder.js';
import { run } from '../support/child-process.js';
import { readDocument } from '../support/markdown-app.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, unknown>;
  readonly body?: string;
}

interface Setup {
  /** Is `true` if the app parses JSON before the routes. */
  readonly parse?: boolean;
  readonly mount?: string;
  /** Is `true` if express-file-routing gets the app, in `createRouter(app)`. */
  readonly wrap?: boolean;
  /** The options, which are `routerOptions` in express-file-routing. */
  readonly options?: FsRoutesOptions;
}

interface Task {
  readonly folder: string;
  readonly setup: Setup;
  readonly requests: readonly RequestLine[];
}

/** The headers that depend on the connection and not on the app. */
const connectionHeaders = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

function parseRequest(line: RequestLine) {
  const [, method, path, content = ''] = /^(\w+) (\S+) ?(.*)$/.exec(line)!;
  const body = content.startsWith('{') ? content : undefined;
  const headers = {
    cookie: 'session=s',
    ...(content === 'authorized' && { authorization: 'Bearer a' }),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return { method: method!, path: path!, headers, body };
}

/** Resolves to the answers of express-file-routing itself, on Express 4 (or on 5, by the name `express`). */
async function answersOfOriginal(tasks: readonly Task[], expressName = 'express4'): Promise<Answer[][]> {
  const script = fileURLToPath(new URL('../fixtures/express-file-routing/answer.mjs', import.meta.url));
  const parsed = tasks.map((task) => ({ ...task, requests: task.requests.map(parseRequest) }));
  const args = ['--disable-warning=ExperimentalWarning', script, expressName, JSON.stringify(parsed)];
  const { code, stdout, stderr } = await run(process.execPath, args, path.dirname(script));
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as Answer[][]).map((answers) => answers.map(comparable));
}

async function ourAnswers({ folder, setup, requests }: Task): Promise<Answer[]> {
  const app = express();
  if (setup.parse) app.use(express.json());
  app.use(setup.mount ?? '/', await startRouter(folder, setup.options));
  app.use((error: Error & { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
    res.status(error.status ?? 500).json(error.message);
  });
  const server = await listen(app);
  const answers: Answer[] = [];
  for (const { method, path, headers, body } of requests.map(parseRequest)) {
    const content = { headers, body: body === undefined ? undefined : Buffer.from(body) };
    const { status, headers: sent, body: text } = await server.request(method, path, content);
    answers.push(comparable({ status, headers: sent, body: text }));
  }
  await server.close();
  return answers;
}

async function startRouter(folder: string, options?: FsRoutesOptions): Promise<FsRouter> {
  const router = fsRoutes(folder, options);
  await router.ready;
  return router;
}

function comparable({ headers, ...answer }: Answer): Answer {
  if (headers === undefined) return answer;
  const kept = Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}

const same: Task = { folder: path.join(routeFolder(folder), 'routes'), setup: { parse: true }, requests: identical };
const differences = [...refusals, ...routes, ...answers];
const differentTasks: Task[] = differences.map(({ files, request }) => ({
  folder: routeFolder({ 'package.json': '{ "type": "commonjs" }', ...files }),
  setup: {},
  requests: [request],
}));
/** The requests without `/api//posts`, which is `/api/posts` in Express 4 itself, but not in Express 5. */
const belowApi = identical.filter((line) => !line.includes(' //')).map((line) => line.replace(' /', ' /api/'));
const otherSetups: [string, Task][] = [
  ['mounted at a path', { ...same, setup: { parse: true, mount: '/api' }, requests: belowApi }],
  ['with createRouter(app)', { ...same, setup: { parse: true, wrap: true } }],
  ['with strict', { ...same, setup: { parse: true, options: { strict: true } } }],
  ['with caseSensitive', { ...same, setup: { parse: true, options: { caseSensitive: true } } }],
];
const counts = { identical: 0, different: 0 };
let original: { same: Answer[]; different: Answer[]; otherSetups: Answer[][] };
let ours: Answer[];

beforeAll(async () => {
  const otherTasks = otherSetups.map(([, task]) => task);
  const answers = await answersOfOriginal([same, ...otherTasks, ...differentTasks]);
  const [sameAnswers, ...more] = answers;
  original = {
    same: sameAnswers!,
    otherSetups: more.slice(0, otherTasks.length),
    different: more.slice(otherTasks.length).map(([answer]) => answer!),
  };
  ours = await ourAnswers(same);
});
afterAll(() => {
  process.stdout.write(
    `express-file-routing 3.1.0: ${counts.identical} of ${identical.length} answers identical, ` +
      `${counts.different} of ${differences.length} different, as listed\n`,
  );
});

describe('a folder written for express-file-routing', () => {
  it.each(identical.map((line, index) => ({ line, index })))('gets the same answer: $line', ({ index }) => {
    expect(ours[index]).toEqual(original.same[index]);
    counts.identical += 1;
  });

  it.each(differences.map((difference, index) => ({ ...difference, index })))(
    'gets a different answer: $row, $request',
    async ({ index, original: expectedOriginal, ours: expected }) => {
      expect(original.different[index]).toMatchObject(expectedOriginal);
      if (typeof expected === 'string') {
        await expect(startRouter(differentTasks[index]!.folder)).rejects.toMatchObject({ code: expected });
      } else {
        const [answer] = await ourAnswers(differentTasks[index]!);
        expect(answer).toMatchObject(expected);
        expect(answer).not.toEqual(original.different[index]);
      }
      counts.different += 1;
    },
  );

  it.each(otherSetups.map(([name, task], index) => ({ name, task, index })))(
    'gets the same answers $name',
    async ({ task, index }) => {
      expect(await ourAnswers(task)).toEqual(original.otherSetups[index]);
    },
  );

  it('can have a catch-all on Express 5, too', async () => {
    const task = {
      ...same,
      folder: routeFolder({ 'users/[...catchall].mjs': readmeCatchAll }),
      requests: ['GET /users/a'],
    };
    const [onExpress5] = await answersOfOriginal([task], 'express');
    expect(onExpress5).toEqual([{ fails: expect.stringContaining('Missing parameter name') }]);
    expect(await ourAnswers(task)).toMatchObject([{ status: 200 }]);
  });

  it('has a row in the guide for each difference, and no other row', () => {
    const guide = readDocument('docs/migrate-from-express-file-routing.md');
    const rows = [...guide.matchAll(/^\| (.+?) \|/gm)].map(([, cell]) => cell!);
    const headings = ['---', 'in the folder', 'request'];
    expect(rows.filter((row) => !headings.includes(row)).sort()).toEqual(
      [...new Set(differences.map(({ row }) => row))].sort(),
    );
  });
});

describe('what the guide says to do about a difference', () => {
  const answer = (name: string) => `exports.get = (req, res) => res.json(['${name}', req.params.path ?? null]);`;
  const pass = 'exports.default = (req, res, next) => next();';

  it.each<[string, Record<string, string>, FsRoutesOptions, RequestLine, Answer]>([
    ['[[...path]].js', { 'a/[[...path]].js': answer('a') }, {}, 'GET /a/', { body: '["a",null]' }],
    ['[[...path]].js', { '[[...path]].js': answer('a') }, {}, 'GET /', { body: '["a",null]' }],
    [
      'default: next()',
      { 'a/[id].js': answer('one') + pass, 'a/[...path].js': answer('all').replace('get', 'post') },
      {},
      'POST /a/1',
      { body: '["all",["1"]]' },
    ],
    [
      'ignore',
      { '.hidden/a.js': answer('known') },
      { ignore: defaultIgnore.filter((glob) => !glob.startsWith('.')) },
      'GET /.hidden/a',
      { body: '["known",null]' },
    ],
    [
      'extensions',
      { 'a.jsx': answer('jsx'), 'b.js': answer('js') },
      { extensions: ['.jsx', '.js'] },
      'GET /a',
      { body: '["jsx",null]' },
    ],
    ['extensions', { 'a.cjs': answer('cjs') }, { extensions: ['.js', '.mjs', '.ts'] }, 'GET /a', { status: 404 }],
  ])('works: %s', async (_, files, options, line, expected) => {
    const folder = routeFolder({ 'package.json': '{ "type": "commonjs" }', ...files });
    expect(await ourAnswers({ folder, setup: { options }, requests: [line] })).toMatchObject([expected]);
  });
});

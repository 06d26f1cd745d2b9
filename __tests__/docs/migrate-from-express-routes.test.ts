import fs from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../support/child-process.js';
import { GuidedProject, type GuideAnswer, type GuideRequest } from '../support/followed-guide.js';
import { readDocument } from '../support/markdown-app.js';

const guide = readDocument('docs/migrate-from-express-routes.md');
const [beginning = '', ...parts] = guide.split(/^(?=## \d)/m);
const titleOf = (part: string) => /^## (.*)/.exec(part)![1]!;
const steps = parts.filter((part) => /^```/m.test(part));

/** Returns a request by its line, `METHOD path`, of a user who has signed in. */
function by(name: string | undefined, line: string, body?: unknown): GuideRequest {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, body, ...(name !== undefined && { headers: { authorization: name } }) };
}
const anonymous = (line: string, body?: unknown) => by(undefined, line, body);
const signedIn = (line: string, body?: unknown) => by('ann', line, body);

/** The requests that are answered the same after each step. They are sent in this order: some change data. */
const requests: readonly GuideRequest[] = [
  ...['GET /health', 'HEAD /health', 'GET /', 'GET /api', 'GET /api/nothing', 'GET /nothing'].map((line) =>
    signedIn(line),
  ),
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => anonymous(`${method} /api/echo`)),
  ...['GET /api/users', 'POST /api/users', 'GET /api/users/me', 'GET /api/users/1', 'PUT /api/users/1'].map((line) =>
    anonymous(line),
  ),
  ...['DELETE /api/users/1', 'GET /api/users/1/posts', 'GET /api/users/9'].map((line) => anonymous(line)),
  signedIn('GET /api/users'),
  signedIn('HEAD /api/users'),
  signedIn('GET /api/users/?page=2'),
  signedIn('GET /api/USERS?page=2&page=3'),
  signedIn('POST /api/users', { name: 'Cid' }),
  signedIn('POST /api/users', { name: '' }),
  signedIn('POST /api/users'),
  signedIn('GET /api/users/me'),
  by('ben', 'GET /api/users/Me'),
  signedIn('GET /api/users/1'),
  signedIn('GET /api/users/1/'),
  signedIn('GET /api/users/1?id=2'),
  signedIn('HEAD /api/users/1'),
  signedIn('GET /api/users/9'),
  signedIn('DELETE /api/users/9'),
  signedIn('GET /api/users/%31'),
  signedIn('GET /api/users/1%2Fposts'),
  signedIn('PUT /api/users/2', { name: 'Bob' }),
  signedIn('PUT /api/users/2', {}),
  signedIn('PUT /api/users/9', { name: 'Bob' }),
  signedIn('GET /api/users/2'),
  signedIn('GET /api/users/2/posts'),
  signedIn('GET /api/users/9/posts'),
  signedIn('GET /api/users/2/cars'),
  signedIn('DELETE /api/users/2'),
  signedIn('GET /api/users/2'),
  signedIn('GET /api/users'),
  ...[
    'latest',
    '1',
    '23/',
    '1/comments',
    '1/comments/',
    'x',
    'x1',
    '1x',
    'x/comments',
    '1/2',
    '01',
    'LATEST',
    '-1',
  ].map((path) => anonymous(`GET /api/posts/${path}`)),
  ...['GET', 'HEAD', 'POST'].map((method) => anonymous(`${method} /api/posts`)),
  ...['a', 'a/b', 'a/b/c.txt', 'a%20b/c', 'a%2Fb/c', 'caf%C3%A9'].flatMap((path) => [
    anonymous(`GET /api/files/${path}`),
    anonymous(`PUT /api/files/${path}`),
  ]),
  ...['GET /api/orders', 'GET /api/orders/7', 'GET /api/orders/open', 'POST /api/orders'].flatMap((line) => [
    anonymous(line),
    signedIn(line),
  ]),
  ...['GET /api/orders/7/invoice', 'GET /api/orders/7/receipt', 'HEAD /api/orders/7/invoice'].flatMap((line) => [
    anonymous(line),
    signedIn(line),
  ]),
  signedIn('GET /api/orders/7/x'),
];

/** The requests of the table of section 10. */
const others: readonly GuideRequest[] = [
  signedIn('PATCH /api/users/1'),
  signedIn('OPTIONS /api/users/1'),
  anonymous('GET /api/orders/7/x'),
  anonymous('GET /api/files/a/'),
  anonymous('GET /api/files//a'),
  anonymous('GET /api/files'),
];
const otherRequestsInTheTable = others.map(({ method, path }) => `${method} ${path}`);

/** The changes that keep the answers of section 10. */
const keptAnswers = `
\`\`\`diff
 // server.js
-app.use('/api', fsRoutes('./api'));
+app.use('/api/orders', mustBeSignedIn);
+app.use('/api', fsRoutes('./api'));
\`\`\`
\`\`\`diff
 // server.js
 import { fsRoutes } from 'express-pages-api';
+import { mustBeSignedIn } from './auth.js';
\`\`\`
\`\`\`diff
 // api/users/[id]/index.js
+export default (req, res, next) => next();
+export const OPTIONS = (req, res) => res.send('GET, PUT');
 export function DELETE(req, res) {
\`\`\`
\`\`\`sh
git rm api/files/[...path].js
\`\`\`
\`\`\`js
// api/files/[[...path]].js
export const GET = (req, res) => res.send(\`read \${(req.params.path ?? []).join('/')}\`);
\`\`\`
`;

interface Followed {
  /** The answers before the first step, and after each. */
  readonly answers: GuideAnswer[][];
  readonly othersBefore: GuideAnswer[];
  readonly othersAfter: GuideAnswer[];
  readonly othersKept: GuideAnswer[];
  readonly project: GuidedProject;
}

async function followGuide(expressName: 'express' | 'express4'): Promise<Followed> {
  const project = new GuidedProject(expressName);
  const answers: GuideAnswer[][] = [];
  const answersOf = async (wanted: readonly GuideRequest[]) => {
    const all = await project.answers([...others, ...wanted]);
    if (wanted.length > 0) answers.push(all.slice(others.length));
    return all.slice(0, others.length);
  };
  project.follow(beginning);
  const othersBefore = await answersOf(requests);
  let othersAfter = othersBefore;
  for (const step of steps) {
    project.follow(step);
    othersAfter = await answersOf(requests);
  }
  project.follow(keptAnswers);
  return { answers, othersBefore, othersAfter, othersKept: await answersOf([]), project };
}

const versions = { 'Express 5': 'express', 'Express 4': 'express4' } as const;
const followed = new Map<string, Followed>();

beforeAll(async () => {
  await Promise.all(
    Object.entries(versions).map(async ([version, name]) => followed.set(version, await followGuide(name))),
  );
}, 300_000);

describe.each(Object.keys(versions))('the guide, followed with %s', (version) => {
  const result = () => followed.get(version)!;

  it('starts with an app of 20 routes that answers in many ways', () => {
    const [before = []] = result().answers;
    const statuses = new Set(before.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 201, 204, 400, 401, 404, 409]);
    expect(before).toHaveLength(requests.length);
    expect(guide).toContain(`which has 20 routes, and records its answers to ${requests.length} requests.`);
    const methods = beginning.match(/^(?:app|router| {2})\.(?:get|post|put|delete|all)\(/gm)!;
    // The list of two paths is two routes.
    expect(methods.length + 1).toBe(20);
  });

  it.each(steps.map((step, index) => [titleOf(step), index + 1] as const))(
    'has the answers of before after the step "%s"',
    (_title, index) => {
      const { answers } = result();
      expect(answers[index]).toEqual(answers[0]);
    },
  );

  it('ends with files only, and no problem in them', async () => {
    const { project } = result();
    expect(fs.readdirSync(project.at('routes'))).toEqual([]);
    expect(fs.readFileSync(project.at('server.js'), 'utf8').match(/app\.\w+\('.*/g)).toEqual([
      "app.get('/health', (req, res) => res.send('ok'));",
      ...["app.use('/api/orders', mustBeSignedIn);", "app.use('/api', fsRoutes('./api'));"],
    ]);
    const cli = project.at('node_modules/express-pages-api/dist/cli.js');
    const { code, stdout } = await run(process.execPath, [cli, 'check', 'api'], project.folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '13 routes, no problems\n' });
  });

  it('answers differently what the table of section 10 has, and can keep these answers', () => {
    for (const request of otherRequestsInTheTable) expect(guide).toContain(`\`${request}\``);
    const { othersBefore, othersAfter, othersKept } = result();
    const notFound = [404, '{"error":"Not found"}'];
    const isExpress4 = version === 'Express 4';
    expect(outcomes(othersBefore)).toEqual([
      notFound,
      [200, isExpress4 ? 'GET,PUT,DELETE,HEAD' : 'DELETE, GET, HEAD, PUT'],
      [401, '{"error":"Sign in first"}'],
      [200, 'read a/'],
      [200, isExpress4 ? 'read a' : 'read /a'],
      isExpress4 ? [200, 'read '] : notFound,
    ]);
    expect(outcomes(othersAfter)).toEqual([
      [405, '{"error":"The method PATCH is not allowed here, only DELETE, GET, HEAD, OPTIONS, PUT."}'],
      [204, ''],
      notFound,
      [200, 'read a'],
      notFound,
      notFound,
    ]);
    expect(othersAfter[1]!.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PUT');
    expect(outcomes(othersKept)).toMatchObject([
      notFound,
      [200, 'GET, PUT'],
      [401, expect.anything()],
      {},
      {},
      [200, 'read '],
    ]);
  });
});

describe('a pattern of section 11', () => {
  const json = (values: string) => `(req, res) => res.json(${values})`;
  const server = `
\`\`\`js
// server.js
import express from 'express';
import { fsRoutes } from 'express-pages-api';

const hand = express.Router();
hand.all('/x', ${json('[req.method]')});
// Express 4: hand.get('/a/:x?', ${json("[req.params.x ?? 'none']")});
hand.get('/a{/:x}', ${json("[req.params.x ?? 'none']")});
hand.get('/flights/:from-:to', ${json('[req.params.from, req.params.to]')});
hand.get('/p/:a', ${json("['a', req.params.a]")});
hand.get('/p/:b/c', ${json("['c', req.params.b]")});
const cars = express.Router({ mergeParams: true });
cars.get('/:car', ${json('[req.params.id, req.params.car, req.url, req.baseUrl.slice(5)]')});
hand.use('/users/:id/cars', cars);
const exact = express.Router({ caseSensitive: true, strict: true });
exact.get('/Case', ${json("['Case']")});

const app = express();
app.use('/hand/exact', exact);
app.use('/file/exact', fsRoutes('./exact', { caseSensitive: true, strict: true }));
app.use('/hand', hand);
app.use('/file', fsRoutes('./api'));
app.listen(3000);
\`\`\`
`;
  const files = {
    'api/x.js': `export default ${json('[req.method]')};`,
    'api/a/index.js': "export { GET } from './[x].js';",
    'api/a/[x].js': `export const GET = ${json("[req.params.x ?? 'none']")};`,
    'api/flights/[range].js': `export const GET = ${json("req.params.range.split('-')")};`,
    'api/p/[a]/index.js': `export const GET = ${json("['a', req.params.a]")};`,
    'api/p/[a]/c.js': `export const GET = ${json("['c', req.params.a]")};`,
    'api/users/[id]/cars.js': `import express from 'express';
const cars = express.Router({ mergeParams: true });
cars.get('/:car', ${json('[req.params.id, req.params.car, req.url, req.baseUrl.slice(5)]')});
export default cars;`,
    'exact/Case.js': `export const GET = ${json("['Case']")};`,
  };
  const blocks = Object.entries(files).map(([file, code]) => `\`\`\`js\n// ${file}\n${code}\n\`\`\`\n`);
  const paths = [
    ...['GET /x', 'DELETE /x', 'GET /a', 'GET /a/1', 'GET /a/1/2', 'GET /flights/TXL-LHR', 'GET /p/1', 'GET /p/1/c'],
    ...['GET /users/7/cars/8', 'GET /users/7/cars/8?x=1', 'GET /exact/Case', 'GET /exact/case', 'GET /exact/Case/'],
  ];

  it.each(Object.entries(versions))('is answered by its files as by hand, with %s', async (_version, expressName) => {
    const project = new GuidedProject(expressName);
    project.follow(server + blocks.join(''));
    const under = (mountPath: string) => paths.map((line) => anonymous(line.replace(' ', ` ${mountPath}`)));
    const answers = await project.answers([...under('/hand'), ...under('/file')]);
    const found = answers.map(({ status, body }) => ({ status, body: status === 404 ? '' : body }));
    expect(found.slice(paths.length)).toEqual(found.slice(0, paths.length));
    expect(found.filter(({ status }) => status === 200)).toHaveLength(2 * (paths.length - 3));
  });
});

function outcomes(answers: readonly GuideAnswer[]): [status: number, body: string][] {
  return answers.map(({ status, body }) => [status, body]);
}

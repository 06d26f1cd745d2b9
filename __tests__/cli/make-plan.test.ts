import { describe, expect, it } from '@jest/globals';
import { makePlan } from '../../lib/cli/init/make-plan.js';
import { routeFolder } from '../support/route-folder.js';

const manifest = JSON.stringify({ dependencies: { express: '^5.0.0' } });

/** Returns the file as `init` would change it, or the reason why it would not. */
function planFor(text: string, file = 'server.js', packageJson = manifest): string {
  const plan = makePlan(routeFolder({ [file]: text, 'package.json': packageJson }), undefined);
  if (plan.outcome === 'ready') return plan.change.after;
  return plan.outcome === 'by-hand' ? plan.reason : plan.outcome;
}

const requires = `const express = require('express');
const path = require('path');
`;

/** The code after the imports, with `here` where the new line is expected. */
const places: Record<string, string> = {
  'after the app, if nothing else is there': `
const app = express();
here
app.listen(3000);
`,
  'after the app, whatever its variable held before': `
let app = other();
app.use((req, res) => res.sendStatus(404));
app = express();
here
app.listen(3000);
`,
  'after the middleware and the routes': `
const app = express();
app.use(express.json());
app.get('/', (req, res) => res.send('home'));
here

app.listen(3000);
`,
  'before a handler that answers every request': `
const app = express();
app.use(express.static('public'));
here
app.use((req, res) => res.status(404).send('Not found'));
app.listen(3000);
`,
  'after inline middleware that calls `next()`': `
const app = express();
app.use((req, res, next) => { req.at = Date.now(); next(); });
app.use((req, res, next) => { check(req, res, next); });
app.use(async (req, res, next) => { try { await check(req); next(); } catch (error) { next(error); } });
here
app.listen(3000);
`,
  'before a handler that passes a 404 error to `next()`': `
const app = express();
app.use('/users', users);
here

// catch 404 and forward to error handler
app.use(function(req, res, next) {
  next(createError(404));
});
app.use(function(err, req, res, next) {
  res.status(err.status || 500).end();
});
module.exports = app;
`,
  'before a 404 handler that is not the last one': `
const app = express();
here
app.use((req, res) => res.sendStatus(404));
app.set('view engine', 'pug');
app.use('/late', late);
app.listen(3000);
`,
  'before an error handler that is imported': `
const app = express();
app.use(express.json());
here
app.use(errorHandler);
app.listen(3000);
`,
  'before a 404 handler that is a function declaration': `
const app = express();
app.use(cors());
here
app.use(missing);
function missing(req, res) { res.sendStatus(404); }
app.listen(3000);
`,
  'before a page for every URL, in the syntax of Express 4': `
const app = express();
app.use(express.static('build'));
here
app.get('*', (req, res) => res.sendFile('index.html'));
app.listen(3000);
`,
  'before a page for every URL, in the syntax of Express 5': `
const app = express();
here
app.get('/{*splat}', sendPage);
app.listen(3000);
`,
  'before a framework that renders every URL': `
const app = express();
app.use(Sentry.Handlers.requestHandler());
app.use(express.static('build/client'));
here
app.all(
  '*',
  createRequestHandler({ build: () => import('./build/server/index.js') }),
);
app.listen(3000);
`,
  'before a proxy for the mount path or for every URL': `
const app = express();
app.use('/files', createProxyMiddleware({ target: files }));
here
app.use('/api', createProxyMiddleware({ target: api }));
app.use(proxy(pages));
app.listen(3000);
`,
  'before a block that ends with a page for every URL': `
const app = express();
app.use(express.json());
here
if (process.env.NODE_ENV === 'production') {
  app.use(express.static('client'));
  app.get(/.*/, (req, res) => res.sendFile('index.html'));
}
app.listen(3000);
`,
  'after a handler for every URL that routes follow': `
const app = express();
app.get('*', checkUser);
app.get('/', home);
here
app.listen(3000);
`,
  'after CORS for every URL': `
const app = express();
app.options('*', cors());
here
app.listen(3000);
`,
  'after an error handler that more middleware follows': `
const app = express();
app.use(express.json());
app.use((err, req, res, next) => res.status(400).end());
app.use(session());
here
app.use(notFound);
app.listen(3000);
`,
  'after functions that get the app, and before its error handler': `
const app = express();
require('./middleware')(app);
addRoutes(app);
here
app.use(handleError);
app.listen(3000);
`,
  'after middleware, if the server is created first': `
const app = express();
const server = http.createServer(app);
const io = new Server(server);
app.use(express.json());
here
server.listen(3000);
`,
  'after middleware that depends on the environment': `
const app = express();
if (app.get('env') === 'development')
  app.use(morgan('dev'));
else {
  app.use(morgan('tiny'));
}

here
app.listen(3000);
`,
  'after routes that a loop adds': `
const app = express();
for (const { path, router } of first) app.use(path, router);
second.forEach((route) => {
  app.use(route.path, route.router);
});
fs.readdirSync('./routes').map((file) => app.use('/v1', require('./routes/' + file)));
here
app.listen(3000);
`,
  'after routes whose paths are not literals': `
const app = express();
app.use(prefix, (req, res) => res.send('ok'));
app.use('/' + name, (req, res) => res.send('ok'));
app.use(\`\${prefix}/health\`, (req, res) => res.send('ok'));
app.use(authenticate);
here
app.listen(3000);
`,
  'after the settings of the app': `
const app = express();
app.set('view engine', 'pug');
app.disable('x-powered-by');
here
app.locals.title = 'My app';
app.listen(3000);
`,
  'after a chain of handlers for one path': `
const app = express();
app.route('/book').get(read).post(write);
here
app.listen(3000);
`,
  'after middleware of an app that is exported where it is created': `
var app = module.exports = express();
app.use(express.json());
here
if (!module.parent) app.listen(3000);
`,
  'in the function that creates the app': `
function createApp() {
  const app = express();
  app.use(express.json());
  here
  return app;
}
module.exports = { createApp };
`,
  'in the asynchronous function that starts the server': `
async function main() {
  await connect();
  const app = express();
  here
  app.listen(3000);
}
main();
`,
  'in the app that mounts another one': `
const admin = express();
admin.use(express.json());
const app = express();
app.use('/admin', admin);
here
app.listen(3000);
`,
  'in the app that listens, and not in one that is not served': `
const app = express();
here
const unused = express();
app.listen(3000);
`,
  'after the routes, whatever strings, comments and regular expressions contain': `
const app = express(); // app.use(notFound) {
/* app.use((req, res) => { */
const odd = ['app.listen(', \`\${'}'} app.use( \${\`)\${1}\`}\`, /[/"'\`({]/.test('x') / 2];
app.get('/a{b}', (req, res) =>
  res.send(\`(\${req.query.a / 2} { /\`));

here
app.listen(3000);
`,
  'after a function whose brace has a line of its own': `
const app = express();
app.get('/', function (req, res)
{
  res.send('home');
});

here
function notFound(req, res)
{
  res.sendStatus(404);
}
app.use(notFound);
`,
  'before a statement that starts with a bracket': `
const app = express();
here
;[1, 2].forEach((n) => console.log(n));
(async () => app.listen(3000))();
`,
};

describe('makePlan mounts the folder', () => {
  it.each(Object.entries(places))('%s', (_place, text) => {
    const before = requires + text.replace(/^\n/, '').replace(/\n+ *here\n/, '\n');
    const mount = "app.use('/api', fsRoutes(path.join(__dirname, 'api')));";
    const expected = (requires + text.replace(/^\n/, '').replace('here', mount)).replace(
      /(require\('express'\);\n)/,
      "$1const { fsRoutes } = require('express-pages-api');\n",
    );
    expect(planFor(before)).toBe(expected);
  });
});

const unclear: Record<string, [reason: RegExp, text: string]> = {
  'the app is a field of a class': [
    /the app on line 4 is not assigned to a variable/,
    'class Server {\n  constructor() { this.app = express(); }\n}',
  ],
  'the app is a declared field of a class': [
    /the app on line 4 is not assigned to a variable/,
    'class Server {\n  app = express();\n}',
  ],
  'the app is not assigned at all': [
    /the app on line 3 is not assigned to a variable/,
    'express().use(a).listen(3000);',
  ],
  'middleware is added in a function that is called later': [
    /line 4 adds to `app` in a way that `init` cannot follow/,
    'const app = express();\nasync function start() {\n  await x;\n  app.use(a);\n  app.listen(3000);\n}\nstart();',
  ],
  'middleware is added when a promise is fulfilled': [
    /line 4 adds to `app` in a way that `init` cannot follow/,
    'const app = express();\nconnect().then(() => {\n  app.use(a);\n  app.listen(3000);\n});',
  ],
  'one chain of calls adds middleware and a 404 handler': [
    /line 4 adds to `app` in a way that `init` cannot follow/,
    'const app = express();\napp.use(a).use((req, res) => res.sendStatus(404));',
  ],
  'the last statement passes the app to a function': [
    /line 4 passes `app` to a function, which may add a handler for every URL/,
    "const app = express();\nrequire('./routes')(app);\napp.listen(3000);",
  ],
  'two apps listen': [
    /there are 2 apps: `app`, `admin`/,
    'const app = express();\nconst admin = express();\napp.listen(3000);\nadmin.listen(3001);',
  ],
  'statements share a line': [
    /a new line would have to go between statements that share a line/,
    'function createApp() { const app = express(); return app; }',
  ],
  'the name `fsRoutes` is taken': [
    /the name `fsRoutes` is already in use/,
    'const fsRoutes = [];\nconst app = express();\napp.listen(3000);',
  ],
  'brackets do not match': [
    /no file that creates an app with `express\(\)` was found/,
    'const app = express();\napp.use(a;\n',
  ],
  'a literal does not end': [
    /no file that creates an app with `express\(\)` was found/,
    "const app = express();\nconst a = 'b;\n",
  ],
};

describe('makePlan changes nothing if', () => {
  it.each(Object.entries(unclear))('%s', (_case, [reason, text]) => {
    expect(planFor(requires + text)).toMatch(reason);
  });
});

describe('makePlan', () => {
  it('keeps the quotes, indentation, semicolons, CRLF, BOM and first lines of the file', () => {
    const lines = [
      '\uFEFF"use strict"',
      '',
      'var express = require("express")',
      '  , http = require("http")',
      '',
      'function make() {',
      '\tvar app = express()',
      '\treturn app',
      '}',
      '',
    ];
    const added = lines.toSpliced(
      4,
      0,
      'var path = require("node:path")',
      'var { fsRoutes } = require("express-pages-api")',
    );
    added.splice(9, 0, '\tapp.use("/api", fsRoutes(path.join(__dirname, "api")))');
    expect(planFor(lines.join('\r\n'))).toBe(added.join('\r\n'));
  });

  it('keeps a hashbang first, and a last line without a line ending', () => {
    expect(
      planFor("#!/usr/bin/env node\nimport express from 'express';\nexport const app = express();", 'server.mjs'),
    ).toBe(
      "#!/usr/bin/env node\nimport express from 'express';\nimport { fsRoutes } from 'express-pages-api';\n" +
        "export const app = express();\napp.use('/api', fsRoutes(new URL('./api', import.meta.url)));",
    );
  });

  it('does not import node:path if the file uses the name `path` for something else', () => {
    const text =
      "const express = require('express');\nconst path = '/home';\nconst app = express();\napp.get(path, home);\n";
    expect(planFor(text)).toContain("\napp.use('/api', fsRoutes(__dirname + '/api'));\n");
  });

  it('imports as the file does: as a namespace', () => {
    const text = "import * as express from 'express';\n\nconst app: express.Application = express();\n";
    expect(planFor(text, 'src/server.ts')).toBe(
      "import * as express from 'express';\nimport * as path from 'node:path';\nimport { fsRoutes } from 'express-pages-api';\n\n" +
        "const app: express.Application = express();\napp.use('/api', fsRoutes(path.join(__dirname, 'api')));\n",
    );
  });

  it.each<[string, string, object, location: string]>([
    ['CommonJS', "const express = require('express');", {}, '__dirname'],
    ['an ES module', "import express from 'express';", { type: 'module' }, 'import.meta.url'],
    ['an ES module in a package without a type', "import express from 'express';", {}, 'import.meta.url'],
    ['a module that Babel compiles to CommonJS', "import express from 'express';", { '@babel/node': '7' }, '__dirname'],
  ])(
    'finds the folder relative to the file in %s',
    (_kind, importing, { type, ...more }: { type?: string }, location) => {
      const packageJson = JSON.stringify({ type, dependencies: { express: '5', ...more } });
      expect(planFor(`${importing}\nconst app = express();\n`, 'server.js', packageJson)).toContain(location);
    },
  );

  it.each<[string, object, location: string]>([
    ['that tsx runs, in a package without a type', { start: 'node --import tsx server.ts' }, '__dirname'],
    ['that Node.js runs, in a package without a type', { start: 'node --watch server.ts' }, 'import.meta.url'],
  ])('finds the folder relative to the file in TypeScript %s', (_kind, scripts, location) => {
    const packageJson = JSON.stringify({ scripts, dependencies: { express: '5' } });
    const text = "import express from 'express';\nconst app = express();\n";
    expect(planFor(text, 'server.ts', packageJson)).toContain(location);
  });

  it('mounts the folder before an error handler whose types contain commas', () => {
    const text = `import express, { type NextFunction, type Request, type Response } from 'express';

const app: express.Express = express();
app.use((req: Request<Record<string, string>, unknown>, res: Response<string, Locals>, next: NextFunction): void => {
  next();
});
app.use((error: Error, _req: Request<{ a: string }, string>, res: Response, _next: NextFunction): void => {
  res.status(500).send(error.message);
});
export default app;
`;
    const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '5' } });
    expect(planFor(text, 'src/app.ts', packageJson)).toContain(
      "  next();\n});\n\napp.use('/api', fsRoutes(new URL('./api', import.meta.url)));\napp.use((error",
    );
  });
});

/** Applies a unified diff like `patch` without fuzz: the context lines must match exactly. */
function applyDiff(text: string, diff: readonly string[]): string {
  const lines = text.split('\n');
  const result: string[] = [];
  let at = 0;
  for (const [index, head] of diff.entries()) {
    const counts = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(head)?.slice(1).map(Number);
    if (!counts) continue;
    const [from, kept, to, length] = counts as [number, number, number, number];
    result.push(...lines.slice(at, from - 1));
    expect(result).toHaveLength(to - 1);
    const hunk = diff.slice(index + 1, index + 1 + length);
    const before = hunk.filter((line) => line.startsWith(' ')).map((line) => line.slice(1));
    expect(before).toEqual(lines.slice(from - 1, from - 1 + kept));
    result.push(...hunk.map((line) => line.slice(1)));
    at = from - 1 + kept;
  }
  return [...result, ...lines.slice(at)].join('\n');
}

describe('the diff of a plan', () => {
  it.each([20, 4, 0])('turns the old file into the new one, with %i lines between the changes', (between) => {
    const lines = Array.from({ length: between }, (_value, index) => `const a${index} = ${index};\n`).join('');
    const text = `${requires}${lines}const app = express();\n\napp.listen(3000);\n`;
    const plan = makePlan(routeFolder({ 'server.js': text, 'package.json': manifest }), undefined);
    if (plan.outcome !== 'ready') throw new Error(plan.outcome);
    const { diff, after } = plan.change;

    expect(diff.slice(0, 2)).toEqual(['--- a/server.js', '+++ b/server.js']);
    expect(diff.filter((line) => line.startsWith('@@'))).toHaveLength(between > 6 ? 2 : 1);
    expect(applyDiff(text, diff)).toBe(after);
  });
});

import { describe, expect, it } from '@jest/globals';
import { makePlan } from '../../lib/cli/init/make-plan.js';
import { routeFolder } from '../support/route-folder.js';

const manifest = JSON.stringify({ dependencies: { express: '^5.0.0' } });

/** What `init` makes of a file, or why it does not touch it. */
function edited(text: string, file = 'server.js', packageJson = manifest): string {
  const plan = makePlan(routeFolder({ [file]: text, 'package.json': packageJson }), undefined);
  if (plan.outcome === 'ready') return plan.change.after;
  return plan.outcome === 'by-hand' ? plan.reason : plan.outcome;
}

const requires = `const express = require('express');
const path = require('path');
`;

/** The rest of a file that requires Express and path, with `here` where the line is expected. */
const places: Record<string, string> = {
  'after the app, where nothing else is': `
const app = express();
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
  'after middleware that is written out and goes on': `
const app = express();
app.use((req, res, next) => { req.at = Date.now(); next(); });
app.use((req, res, next) => { check(req, res, next); });
app.use(async (req, res, next) => { try { await check(req); next(); } catch (error) { next(error); } });
here
app.listen(3000);
`,
  'before a 404 that is made of an error, and before error handlers': `
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
  'before a 404 handler that more follows': `
const app = express();
here
app.use((req, res) => res.sendStatus(404));
app.set('view engine', 'pug');
app.use('/late', late);
app.listen(3000);
`,
  'before an error handler that has a name only': `
const app = express();
app.use(express.json());
here
app.use(errorHandler);
app.listen(3000);
`,
  'before a 404 handler that is declared elsewhere in the file': `
const app = express();
app.use(cors());
here
app.use(missing);
function missing(req, res) { res.sendStatus(404); }
app.listen(3000);
`,
  'before the page for every URL, by *': `
const app = express();
app.use(express.static('build'));
here
app.get('*', (req, res) => res.sendFile('index.html'));
app.listen(3000);
`,
  'before the page for every URL, as Express 5 spells it': `
const app = express();
here
app.get('/{*splat}', sendPage);
app.listen(3000);
`,
  'before what renders every URL': `
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
  'before a proxy for what is left, or for our path': `
const app = express();
app.use('/files', createProxyMiddleware({ target: files }));
here
app.use('/api', createProxyMiddleware({ target: api }));
app.use(proxy(pages));
app.listen(3000);
`,
  'before a block that ends with the page for every URL': `
const app = express();
app.use(express.json());
here
if (process.env.NODE_ENV === 'production') {
  app.use(express.static('client'));
  app.get(/.*/, (req, res) => res.sendFile('index.html'));
}
app.listen(3000);
`,
  'after a check of every URL that routes follow': `
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
  'after an error handler for what precedes it, where the app goes on': `
const app = express();
app.use(express.json());
app.use((err, req, res, next) => res.status(400).end());
app.use(session());
here
app.use(notFound);
app.listen(3000);
`,
  'after functions that add to the app, before its error handler': `
const app = express();
require('./middleware')(app);
addRoutes(app);
here
app.use(handleError);
app.listen(3000);
`,
  'after a server that is made first': `
const app = express();
const server = http.createServer(app);
const io = new Server(server);
app.use(express.json());
here
server.listen(3000);
`,
  'after middleware for development': `
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
  'after routes whose paths are not written out': `
const app = express();
app.use(prefix, (req, res) => res.send('ok'));
app.use('/' + name, (req, res) => res.send('ok'));
app.use(\`\${prefix}/health\`, (req, res) => res.send('ok'));
app.use(authenticate);
here
app.listen(3000);
`,
  'after settings': `
const app = express();
app.set('view engine', 'pug');
app.disable('x-powered-by');
here
app.locals.title = 'My app';
app.listen(3000);
`,
  'after routes of one path': `
const app = express();
app.route('/book').get(read).post(write);
here
app.listen(3000);
`,
  'in an app that is exported as it is made': `
var app = module.exports = express();
app.use(express.json());
here
if (!module.parent) app.listen(3000);
`,
  'in the function that makes the app': `
function createApp() {
  const app = express();
  app.use(express.json());
  here
  return app;
}
module.exports = { createApp };
`,
  'in the function that starts, asynchronously': `
async function main() {
  await connect();
  const app = express();
  here
  app.listen(3000);
}
main();
`,
  'in the app that has another one mounted': `
const admin = express();
admin.use(express.json());
const app = express();
app.use('/admin', admin);
here
app.listen(3000);
`,
  'in the app that listens, beside one that is not served': `
const app = express();
here
const unused = express();
app.listen(3000);
`,
  'whatever strings, comments and regular expressions hold': `
const app = express(); // app.use(notFound) {
/* app.use((req, res) => { */
const odd = ['app.listen(', \`\${'}'} app.use( \${\`)\${1}\`}\`, /[/"'\`({]/.test('x') / 2];
app.get('/a{b}', (req, res) =>
  res.send(\`(\${req.query.a / 2} { /\`));

here
app.listen(3000);
`,
  'with braces in lines of their own': `
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
  'in front of a statement that begins with a bracket': `
const app = express();
here
;[1, 2].forEach((n) => console.log(n));
(async () => app.listen(3000))();
`,
};

describe('the line that mounts the folder goes', () => {
  it.each(Object.entries(places))('%s', (_place, text) => {
    const before = requires + text.replace(/^\n/, '').replace(/\n+ *here\n/, '\n');
    const mount = "app.use('/api', fsRoutes(path.join(__dirname, 'api')));";
    const expected = (requires + text.replace(/^\n/, '').replace('here', mount)).replace(
      /(require\('express'\);\n)/,
      "$1const { fsRoutes } = require('express-pages-api');\n",
    );
    expect(edited(before)).toBe(expected);
  });
});

const unsure: Record<string, [reason: RegExp, text: string]> = {
  'the app is a field of a class': [
    /line 4 makes has no plain name/,
    'class Server {\n  constructor() { this.app = express(); }\n}',
  ],
  'the app is a field of a class, declared': [
    /line 4 makes has no plain name/,
    'class Server {\n  app = express();\n}',
  ],
  'the app is finished in the same breath': [/line 3 makes has no plain name/, 'express().use(a).listen(3000);'],
  'middleware is added in a function that is called later': [
    /line 4 adds to `app`, and when, is not clear/,
    'const app = express();\nasync function start() {\n  await x;\n  app.use(a);\n  app.listen(3000);\n}\nstart();',
  ],
  'middleware is added when a promise is fulfilled': [
    /line 4 adds to `app`, and when, is not clear/,
    'const app = express();\nconnect().then(() => {\n  app.use(a);\n  app.listen(3000);\n});',
  ],
  'one chain adds and ends': [
    /line 4 adds to `app`, and when, is not clear/,
    'const app = express();\napp.use(a).use((req, res) => res.sendStatus(404));',
  ],
  'a function gets the app last': [
    /line 4 hands `app` to a function, which may answer every URL/,
    "const app = express();\nrequire('./routes')(app);\napp.listen(3000);",
  ],
  'two apps listen': [
    /it makes 2 apps: `app`, `admin`/,
    'const app = express();\nconst admin = express();\napp.listen(3000);\nadmin.listen(3001);',
  ],
  'a line has several statements': [
    /several statements share a line/,
    'function createApp() { const app = express(); return app; }',
  ],
  'the name is taken': [
    /something is called fsRoutes already/,
    'const fsRoutes = [];\nconst app = express();\napp.listen(3000);',
  ],
  'brackets do not match': [/no file was found that makes an app/, 'const app = express();\napp.use(a;\n'],
  'a literal does not end': [/no file was found that makes an app/, "const app = express();\nconst a = 'b;\n"],
};

describe('nothing is changed where', () => {
  it.each(Object.entries(unsure))('%s', (_case, [reason, text]) => {
    expect(edited(requires + text)).toMatch(reason);
  });
});

describe('the lines', () => {
  it('have the quotes, the indentation and the missing semicolons of the file, its CRLF, BOM and first lines', () => {
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
    expect(edited(lines.join('\r\n'))).toBe(added.join('\r\n'));
  });

  it('come behind a hashbang, and need no line end at the end of the file', () => {
    expect(
      edited("#!/usr/bin/env node\nimport express from 'express';\nexport const app = express();", 'server.mjs'),
    ).toBe(
      "#!/usr/bin/env node\nimport express from 'express';\nimport { fsRoutes } from 'express-pages-api';\n" +
        "export const app = express();\napp.use('/api', fsRoutes(new URL('./api', import.meta.url)));",
    );
  });

  it('use no name for node:path that the file has given to something else', () => {
    const text =
      "const express = require('express');\nconst path = '/home';\nconst app = express();\napp.get(path, home);\n";
    expect(edited(text)).toContain("\napp.use('/api', fsRoutes(__dirname + '/api'));\n");
  });

  it('are typed as the file imports: a namespace, an app with a type', () => {
    const text = "import * as express from 'express';\n\nconst app: express.Application = express();\n";
    expect(edited(text, 'src/server.ts')).toBe(
      "import * as express from 'express';\nimport * as path from 'node:path';\nimport { fsRoutes } from 'express-pages-api';\n\n" +
        "const app: express.Application = express();\napp.use('/api', fsRoutes(path.join(__dirname, 'api')));\n",
    );
  });

  it.each<[string, string, object, whereabouts: string]>([
    ['CommonJS', "const express = require('express');", {}, '__dirname'],
    ['an ES module', "import express from 'express';", { type: 'module' }, 'import.meta.url'],
    ['an ES module that only Node recognizes', "import express from 'express';", {}, 'import.meta.url'],
    ['what Babel makes CommonJS of', "import express from 'express';", { '@babel/node': '7' }, '__dirname'],
  ])('find the folder from the file, in %s', (_kind, importing, { type, ...more }: { type?: string }, whereabouts) => {
    const packageJson = JSON.stringify({ type, dependencies: { express: '5', ...more } });
    expect(edited(`${importing}\nconst app = express();\n`, 'server.js', packageJson)).toContain(whereabouts);
  });

  it.each<[string, object, whereabouts: string]>([
    ['that tsx runs in a package without a type', { start: 'node --import tsx server.ts' }, '__dirname'],
    ['that Node runs in a package without a type', { start: 'node --watch server.ts' }, 'import.meta.url'],
  ])('find the folder from the file, in TypeScript %s', (_kind, scripts, whereabouts) => {
    const packageJson = JSON.stringify({ scripts, dependencies: { express: '5' } });
    const text = "import express from 'express';\nconst app = express();\n";
    expect(edited(text, 'server.ts', packageJson)).toContain(whereabouts);
  });

  it('go before an error handler whose parameters have types with commas', () => {
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
    expect(edited(text, 'src/app.ts', packageJson)).toContain(
      "  next();\n});\n\napp.use('/api', fsRoutes(new URL('./api', import.meta.url)));\napp.use((error",
    );
  });
});

/** Applies a unified diff as strictly as `patch` with no fuzz: every line that is kept has to be where it is said. */
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

describe('the diff', () => {
  it.each([20, 4, 0])('leads from the file to what becomes of it, with %i lines between', (between) => {
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

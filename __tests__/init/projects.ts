/** An Express project as people have them. */
export interface ExpressProject {
  /** By names with `/`; `3000` is replaced by a port that is free. */
  readonly files: Readonly<Record<string, string>>;
  /** Where in them the project is, if not at the top. */
  readonly folder?: string;
  /** Commands of `node_modules/.bin` or `node`, and their arguments; the last one serves. */
  readonly commands: readonly string[];
  /** The new files, and the file that makes the app with its lines added. */
  readonly created: readonly string[];
  readonly changed: string;
  /** What the app answers by itself, before and after. */
  readonly own: Readonly<Record<string, string>>;
  /** What to run next. */
  readonly next: readonly string[];
}

const packageOf = (more: object): string =>
  JSON.stringify({ name: 'shop', private: true, dependencies: { express: '^5.0.0' }, ...more }, undefined, 2);

const strict = { strict: true, esModuleInterop: true, skipLibCheck: true, types: ['node'] };

export const projects: Readonly<Record<string, ExpressProject>> = {
  "Express's hello world": {
    files: {
      'package.json': packageOf({ main: 'app.js', scripts: { start: 'node app.js' } }),
      'package-lock.json': '{}',
      'app.js': `const express = require('express')
const app = express()
const port = 3000

app.get('/', (req, res) => {
  res.send('Hello World!')
})

app.listen(port, () => {
  console.log(\`Example app listening on port \${port}\`)
})
`,
    },
    commands: ['node app.js'],
    created: ['api/hello.js', 'api/posts/[pid].js'],
    changed: 'app.js',
    own: { '/': 'Hello World!' },
    next: ['npm install express-pages-api', 'npm start', 'curl http://localhost:3000/api/hello'],
  },
  'ES modules with a 404 handler and an error handler': {
    files: {
      'package.json': packageOf({
        type: 'module',
        scripts: { dev: 'node --watch server.js', start: 'node server.js' },
      }),
      'yarn.lock': '',
      'server.js': `import express from "express";

const app = express();
app.use(express.json());
app.use(express.static("public"));

app.get("/broken", () => {
  throw new Error("broken");
});

// Nothing else answers.
app.use((req, res) => {
  res.status(404).send("no such page");
});

app.use((err, req, res, next) => {
  res.status(500).send(\`caught: \${err.message}\`);
});

app.listen(process.env.PORT || 3000);
`,
    },
    commands: ['node server.js'],
    created: ['api/hello.js', 'api/posts/[pid].js'],
    changed: 'server.js',
    own: { '/broken': 'caught: broken', '/nothing': 'no such page', '/api/nothing': 'no such page' },
    next: ['yarn add express-pages-api', 'yarn dev', 'curl http://localhost:3000/api/hello'],
  },
  'TypeScript that tsx runs': {
    files: {
      'package.json': packageOf({
        type: 'module',
        scripts: { dev: 'tsx watch --clear-screen=false src/server.ts' },
        devDependencies: { tsx: '4', typescript: '5' },
      }),
      'pnpm-lock.yaml': '',
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...strict, module: 'nodenext', target: 'es2022', noEmit: true },
        include: ['src'],
      }),
      'src/server.ts': `import express, { type Request, type Response } from 'express';

const app = express();
const port = Number(process.env['PORT'] ?? 3000);

app.get('/health', (_req: Request, res: Response) => {
  res.send('ok');
});

app.listen(port);
`,
    },
    commands: ['tsc --project .', 'tsx src/server.ts'],
    created: ['src/api/hello.ts', 'src/api/posts/[pid].ts'],
    changed: 'src/server.ts',
    own: { '/health': 'ok' },
    next: ['pnpm add express-pages-api', 'pnpm dev', 'curl http://localhost:3000/api/hello'],
  },
  'TypeScript that is compiled to CommonJS': {
    files: {
      'package.json': packageOf({
        main: 'dist/server.js',
        scripts: { build: 'tsc', start: 'node dist/server.js' },
        devDependencies: { typescript: '5' },
      }),
      'bun.lock': '',
      'tsconfig.json': `{
  // Comments and a comma at the end, as tsc --init leaves them.
  "compilerOptions": {
    "target": "es2022", "module": "commonjs", "rootDir": "./src", "outDir": "./dist",
    "strict": true, "esModuleInterop": true, "skipLibCheck": true, "types": ["node"],
  },
  "include": ["src/**/*"],
}`,
      'src/server.ts': `import express from 'express';
import { home } from './home';

const app: express.Application = express();

app.get('/', home);

app.listen(process.env.PORT || 3000, () => console.log('listening'));
`,
      'src/home.ts': `import type { Request, Response } from 'express';

export function home(_req: Request, res: Response): void {
  res.send('home');
}
`,
    },
    commands: ['tsc --project .', 'node dist/server.js'],
    created: ['src/api/hello.ts', 'src/api/posts/[pid].ts'],
    changed: 'src/server.ts',
    own: { '/': 'home' },
    next: ['bun add express-pages-api', 'bun run build && bun run start', 'curl http://localhost:3000/api/hello'],
  },
  'TypeScript that is compiled to ES modules': {
    files: {
      'package.json': packageOf({
        type: 'module',
        scripts: { build: 'tsc -p tsconfig.json', start: 'node build/index.js' },
        devDependencies: { typescript: '5', 'express-pages-api': '1' },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: { ...strict, module: 'nodenext', target: 'es2022', rootDir: 'src', outDir: 'build' },
        include: ['src'],
      }),
      'src/index.ts': `import { createServer } from 'node:http';
import { createApp } from './create-app.js';

createServer(createApp()).listen(Number(process.env.PORT ?? 3000));
`,
      'src/create-app.ts': `import express from 'express';
import type { Express } from 'express';

export function createApp(): Express {
    const app = express();
    app.use(express.json());

    return app;
}
`,
    },
    commands: ['tsc --project .', 'node build/index.js'],
    created: ['src/api/hello.ts', 'src/api/posts/[pid].ts'],
    changed: 'src/create-app.ts',
    own: {},
    next: ['npm run build && npm start', 'curl http://localhost:3000/api/hello'],
  },
  'express-generator': {
    files: {
      'package.json': packageOf({ scripts: { start: 'node ./bin/www' } }),
      'app.js': `var createError = require('http-errors');
var express = require('express');
var path = require('path');

var indexRouter = require('./routes/index');

var app = express();

app.use(express.json());
app.use(express.urlencoded({ extended: false }));
app.use(express.static(path.join(__dirname, 'public')));

app.use('/', indexRouter);

// catch 404 and forward to error handler
app.use(function(req, res, next) {
  next(createError(404));
});

// error handler
app.use(function(err, req, res, next) {
  res.locals.error = req.app.get('env') === 'development' ? err : {};
  res.status(err.status || 500);
  res.send('error ' + err.status);
});

module.exports = app;
`,
      'bin/www': `#!/usr/bin/env node

/**
 * Module dependencies.
 */

var app = require('../app');
var debug = require('debug')('shop:server');
var http = require('http');

var port = normalizePort(process.env.PORT || '3000');
app.set('port', port);

var server = http.createServer(app);

server.listen(port);
server.on('listening', function() {
  debug('Listening on ' + port);
});

function normalizePort(val) {
  var port = parseInt(val, 10);
  return isNaN(port) ? val : port;
}
`,
      'routes/index.js': `var express = require('express');
var router = express.Router();

router.get('/', function(req, res, next) {
  res.send('Express');
});

module.exports = router;
`,
    },
    commands: ['node ./bin/www'],
    created: ['api/hello.js', 'api/posts/[pid].js'],
    changed: 'app.js',
    own: { '/': 'Express', '/nothing': 'error 404', '/api/nothing': 'error 404' },
    next: ['npm install express-pages-api', 'npm start', 'curl http://localhost:3000/api/hello'],
  },
  'CRLF, tabs and no semicolons, in a folder src': {
    files: {
      'package.json': packageOf({ main: 'src' }),
      'src/index.js': [
        '"use strict"',
        '',
        'const express = require("express")',
        'const app = express()',
        '',
        'app.get("/", (req, res) => {',
        '\tres.send("home")',
        '})',
        '',
        ';(async () => {',
        '\tapp.listen(3000)',
        '})()',
        '',
      ].join('\r\n'),
    },
    commands: ['node src/index.js'],
    created: ['src/api/hello.js', 'src/api/posts/[pid].js'],
    changed: 'src/index.js',
    own: { '/': 'home' },
    next: ['npm install express-pages-api', 'node src/index.js', 'curl http://localhost:3000/api/hello'],
  },
  'two apps, one mounted in the other': {
    files: {
      'package.json': packageOf({ type: 'module', scripts: { start: 'node index.js' } }),
      'index.js': `import express from 'express';

const admin = express();
admin.use((req, res) => {
  res.send('admin');
});

const app = express();
app.use('/admin', admin);
app.all(/.*/, (req, res) => {
  res.status(404).send('nothing');
});

app.listen(process.env.PORT ?? 3000);
`,
    },
    commands: ['node index.js'],
    created: ['api/hello.js', 'api/posts/[pid].js'],
    changed: 'index.js',
    own: { '/admin': 'admin', '/other': 'nothing' },
    next: ['npm install express-pages-api', 'npm start', 'curl http://localhost:3000/api/hello'],
  },
  'a package of a workspace, with routers of its own at /api': {
    folder: 'packages/server',
    files: {
      'pnpm-lock.yaml': '',
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/web/server.js': "const { fsRoutes } = require('express-pages-api');\nfsRoutes('./api');\n",
      'packages/web/package.json': '{}',
      'packages/server/package.json': packageOf({ type: 'module', scripts: { start: 'node main.mjs' } }),
      'packages/server/main.mjs': `import express from 'express';
import users from './api/users.js';

const app = express();
app.use('/api', users);
app.listen(3000);
`,
      'packages/server/api/users.js': `import { Router } from 'express';

const router = Router();
router.get('/users', (req, res) => {
  res.send('users');
});
export default router;
`,
    },
    commands: ['node main.mjs'],
    created: ['pages/api/hello.mjs', 'pages/api/posts/[pid].mjs'],
    changed: 'main.mjs',
    own: { '/api/users': 'users' },
    next: ['pnpm add express-pages-api', 'pnpm start', 'curl http://localhost:3000/api/hello'],
  },
};

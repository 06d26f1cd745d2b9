import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import ts from 'typescript';
import { fsRoutes, FsRoutesError, type FsRoutesOptions } from '../../lib/index.js';
import { listen, type RawResponse, type RawServer } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const recorded = path.join(root, '__tests__', 'fixtures', 'migration');
const guide = fs.readFileSync(path.join(root, 'docs', 'migrate-from-next.md'), 'utf8');
const isExpress4 = 'query' in express;

interface Answered {
  readonly request: string;
  readonly answer: { status: string; page?: true; headers?: Record<string, string | string[]>; body?: string };
}

const nextAnswers = JSON.parse(fs.readFileSync(path.join(recorded, 'next-answers.json'), 'utf8')) as Answered[];

/** The code blocks of the guide, by the file or place that their first line names. */
const blocks = Object.fromEntries(
  [...guide.matchAll(/```\w+\n(?:\/\/|#) (\S.*)\n([^]*?)```/g)].map(([, name, source]) => [name!, source!]),
);
const scripts = (JSON.parse(blocks['package.json']!) as { scripts: Record<string, string> }).scripts;

/** What the guide installs and this project has no other use for. */
const tools = { 'tsc-alias': '1.8.17', compression: '1.8.2', '@types/compression': '1.8.1' };
const folder = routeFolder({});
const modules = path.join(folder, 'node_modules');
const children: ChildProcess[] = [];

function link(target: string, name: string): void {
  fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
  fs.symlinkSync(target, path.join(modules, name), 'junction');
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Outcome>;
  readonly output: () => string;
}

/**
 * What a terminal of the user's would have. npm and jest set much for their own children; of npm's, only
 * how to reach the registry stays.
 */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|jest_|node_options$|node_env$|node_path$|force_color$)/i;
  const users = /^npm_config_(userconfig|globalconfig|cache|registry|\w*proxy|cafile|strict_ssl)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name) || users.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', PORT: '0' };
}

function start(args: readonly string[], cwd = folder, env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const done = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, output })));
  return { child, done, output: () => output };
}

/** What npm would run of one command: `NAME=value` before it, quotes, and commands of packages. */
function startCommand(command: string): Started {
  const commands: Record<string, string[]> = {
    node: [],
    tsx: [path.join(modules, 'tsx', 'dist', 'cli.mjs')],
    tsc: [path.join(modules, 'typescript', 'bin', 'tsc')],
    'tsc-alias': [path.join(modules, 'tsc-alias', 'dist', 'bin', 'index.js')],
  };
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  const isSetting = (word: string) => /^[A-Z_]+=/.test(word);
  const env = Object.fromEntries(words.filter(isSetting).map((word) => word.split('=') as [string, string]));
  const [name, ...args] = words.filter((word) => !isSetting(word));
  return start([...commands[name!]!, ...args], folder, env);
}

async function run(script: string): Promise<Outcome> {
  let output = '';
  for (const command of script.split(' && ')) {
    const outcome = await startCommand(command).done;
    output += outcome.output;
    if (outcome.code !== 0) return { code: outcome.code, output };
  }
  return { code: 0, output };
}

/** The origin of a server, once it has said for the `nth` time that it is ready. */
async function origin({ output, done, child }: Started, nth = 1): Promise<string> {
  const over = done.then(() => true);
  const deadline = Date.now() + 15_000;
  for (;;) {
    const ports = [...output().matchAll(/^Ready on .*port: (\d+)/gm)];
    if (ports.length >= nth) return `http://localhost:${ports[nth - 1]![1]!}`;
    const isOver = await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 25))]);
    if (isOver === true || Date.now() > deadline)
      throw new Error(`The server is not ready (exit code ${String(child.exitCode)}):\n${output()}`);
  }
}

async function answersOf(server: string): Promise<Answered[]> {
  // Not by a literal: tsc would want its types.
  const file = '../fixtures/migration/ask.js';
  const { askAll } = (await import(file)) as { askAll: (origin: string) => Promise<Answered[]> };
  return askAll(server);
}

/** A route that uses packages of ES modules only. */
const usesEsModules = `import type { NextApiRequest, NextApiResponse } from 'next';
import { scheme } from 'only-esm';

export default async function handler(_req: NextApiRequest, res: NextApiResponse) {
  res.send([scheme, (await import('only-import')).scheme].join(' '));
}
`;

function write(directory: string, files: Record<string, string>): void {
  fs.mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(directory, name), content);
}

/** Step 1: a folder as it was under Next.js, the blocks of the guide, and the packages beside it. */
async function install(): Promise<void> {
  for (const name of ['pages', 'lib']) {
    fs.cpSync(path.join(recorded, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ['package.json', 'server.ts', 'tsconfig.json', '.env']) {
    fs.writeFileSync(path.join(folder, name), blocks[name]!);
  }
  fs.writeFileSync(path.join(folder, 'pages', 'api', 'esm.ts'), usesEsModules);
  for (const [name, condition] of Object.entries({ 'only-esm': 'default', 'only-import': 'import' })) {
    write(path.join(modules, name), {
      'package.json': `{ "type": "module", "exports": { "types": "./index.d.ts", "${condition}": "./index.js" } }`,
      'index.js': 'export const scheme = import.meta.url.slice(0, 5);',
      'index.d.ts': 'export declare const scheme: string;',
    });
  }
  // Copied, not linked: a link would find the Express of this checkout, which is always version 5.
  const packageFile = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(packageFile) as { dependencies: Record<string, string> };
  const installed = path.join(modules, 'express-pages-api');
  fs.cpSync(path.join(root, 'dist'), path.join(installed, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(installed, 'package.json'), packageFile);
  for (const name of [...Object.keys(dependencies), 'tsx', 'typescript', '@types/express', '@types/node']) {
    link(path.join(root, 'node_modules', name), name);
  }
  link(path.join(root, 'node_modules', isExpress4 ? 'express4' : 'express'), 'express');

  const toolsFolder = routeFolder({ 'package.json': JSON.stringify({ dependencies: tools }) });
  await npmInstall(toolsFolder);
  for (const name of Object.keys(tools)) link(path.join(toolsFolder, 'node_modules', name), name);
}

async function npmInstall(cwd: string): Promise<void> {
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  const cli = process.env['npm_execpath'];
  const isKnown = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  const [command, all] = isKnown ? [process.execPath, [cli, ...args]] : ['npm', args];
  const child = spawn(command, all, { cwd, env: environment(), shell: !isKnown && process.platform === 'win32' });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
}

beforeAll(install, 60_000);

afterAll(async () => {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const ends = running.map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill();
  await Promise.all(ends);
}, 20_000);

describe('the folder of the migration guide', () => {
  it('has the same answers in development, and restarts for a change and a new route', async () => {
    const server = startCommand(scripts['dev']!);

    const first = await origin(server);
    expect(await answersOf(first)).toEqual(nextAnswers);
    expect(await (await fetch(`${first}/api/esm`)).text()).toBe('file: file:');
    expect(await (await fetch(`${first}/api/docs/%zz`)).text()).toContain('index.cjs');

    const shared = path.join(folder, 'lib', 'posts.ts');
    fs.writeFileSync(shared, fs.readFileSync(shared, 'utf8').replace("'Hello'", "'Changed'"));
    expect(await (await fetch(`${await origin(server, 2)}/api/posts/1`)).text()).toContain('Changed');
    fs.cpSync(path.join(recorded, 'lib'), path.join(folder, 'lib'), { recursive: true });
    await origin(server, 3);

    const added = path.join(folder, 'pages', 'api', 'added.ts');
    fs.writeFileSync(added, 'export default (_req: unknown, res: any) => res.send("new");');
    try {
      expect(await (await fetch(`${await origin(server, 4)}/api/added`)).text()).toBe('new');
    } finally {
      fs.rmSync(added);
      server.child.kill();
      await server.done;
    }
    // Of an error, the line of the source.
    expect(server.output()).toMatch(/The database is on fire\n.*pages.api.fails\.ts:5:/);
  }, 30_000);

  it('is compiled without an error, and has the same answers in production', async () => {
    fs.mkdirSync(path.join(folder, 'dist', 'pages', 'api'), { recursive: true });
    fs.writeFileSync(
      path.join(folder, 'dist', 'pages', 'api', 'removed.js'),
      'module.exports = (req, res) => res.end()',
    );

    expect(await run(scripts['build']!)).toEqual({ code: 0, output: '' });
    const server = startCommand(scripts['start']!);

    const url = await origin(server);
    expect(await answersOf(url)).toEqual(nextAnswers);
    expect(await (await fetch(`${url}/api/esm`)).text()).toBe('file: file:');
    expect(await (await fetch(`${url}/api/docs/%zz`)).text()).not.toContain('index.cjs');
    expect((await fetch(`${url}/api/removed`)).status).toBe(404);
    server.child.kill();
    await server.done;
  }, 30_000);

  // On Windows there are no signals: a process is just ended.
  const itOnUnix = process.platform === 'win32' ? it.skip : it;
  itOnUnix(
    'finishes the requests under way when it is told to end',
    async () => {
      const server = startCommand(scripts['start']!);
      const upload = http.request(`${await origin(server)}/api/upload`, { method: 'POST', agent: false });
      const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
        upload.on('response', resolve).on('error', reject);
      });
      await new Promise((resolve) => upload.write('one ', resolve));
      await new Promise((resolve) => setTimeout(resolve, 100));

      server.child.kill('SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 100));
      upload.end('two');

      expect((await answer).resume().statusCode).toBe(201);
      expect((await server.done).code).toBe(0);
    },
    20_000,
  );

  it('has types with "moduleResolution": "bundler", too', async () => {
    const { code, output } = await startCommand('tsc --noEmit --module esnext --moduleResolution bundler').done;
    expect({ code, output }).toEqual({ code: 0, output: '' });
  }, 20_000);

  it('has around it what the guide puts there', async () => {
    const [before, after] = [blocks['before fsRoutes']!, blocks['after fsRoutes']!];
    const source = blocks['server.ts']!.replace(/(?=^app\.use\('\/api', fsRoutes)/m, before).replace(
      /(?=^const server)/m,
      after,
    );
    fs.writeFileSync(path.join(folder, 'around.ts'), source);
    const server = startCommand('node --env-file=.env --import tsx around.ts');
    const url = await origin(server);
    const ask = async (where: string, headers = {}) => {
      const response = await fetch(url + where, { headers, redirect: 'manual' });
      return [response.status, response.headers.get('x-frame-options'), await response.text()];
    };

    expect(await ask('/api/export')).toEqual([401, null, '{"error":"Not for everybody"}']);
    expect(await ask('/api/export', { authorization: 'Bearer demo' })).toEqual([200, 'DENY', '1,Hello\n2,Grüße\n']);
    expect(await ask('/v1/posts/1')).toEqual([200, 'DENY', '{"id":1,"title":"Hello","tags":["news"]}']);
    expect(await ask('/v1/export')).toEqual([401, null, '{"error":"Not for everybody"}']);
    expect((await ask('/old'))[0]).toBe(308);
    expect(await ask('/api/nothing')).toEqual([404, 'DENY', '{"error":"Not found"}']);
    expect((await ask('/api/docs/%zz'))[0]).toBe(400);
    expect(await ask('/api/fails')).toEqual([500, 'DENY', 'Internal Server Error']);
    server.child.kill();
    await server.done;
  }, 20_000);
});

describe('a failure that nobody waits for', () => {
  const failing = {
    'rejects.js': "module.exports = (req, res) => { Promise.reject(new Error('nobody waits')); res.json(1); };",
    'throws.js':
      "module.exports = (req, res) => { setTimeout(() => { throw new Error('nobody waits'); }); res.json(1); };",
    'fine.js': 'module.exports = (req, res) => res.json(2);',
  };

  /** Starts the server of the guide in a folder of its own, with a mode and with lines in the callback of `listen`. */
  function startServer(compat: string, lines: string): Started {
    const source = blocks['server.ts']!.replace(", { compat: 'next' }", compat).replace(
      /(?<=^ {2}console\.log\('Ready on'.*\n)/m,
      lines,
    );
    const module = ts.ModuleKind.CommonJS;
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module, esModuleInterop: true } });
    const routes = Object.entries(failing).map(([file, code]) => [`pages/api/${file}`, code]);
    const cwd = routeFolder({ 'server.js': outputText, ...(Object.fromEntries(routes) as Record<string, string>) });
    fs.symlinkSync(modules, path.join(cwd, 'node_modules'), 'junction');
    return start(['server.js'], cwd, { NODE_ENV: 'production' });
  }

  const modes = [
    ["with compat: 'next'", ", { compat: 'next' }"],
    ['in default mode', ''],
  ] as const;

  it.each(modes)(
    'ends the process %s',
    async (_mode, compat) => {
      for (const route of ['rejects', 'throws']) {
        const server = startServer(compat, '');
        // The process may end before the answer is sent.
        await fetch(`${await origin(server)}/api/${route}`).catch(() => undefined);
        const { code, output } = await server.done;
        expect([route, code, output]).toEqual([route, 1, expect.stringContaining('nobody waits')]);
      }
    },
    30_000,
  );

  it.each(modes)(
    'is printed %s, and the server goes on, with the two lines of the guide',
    async (_mode, compat) => {
      const server = startServer(compat, blocks["below 'Ready on'"]!);
      const url = await origin(server);
      for (const route of ['rejects', 'throws']) {
        expect(await (await fetch(`${url}/api/${route}`)).json()).toBe(1);
        // Long after it failed.
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(await (await fetch(`${url}/api/fine`)).json()).toBe(2);
      }
      server.child.kill();
      await server.done;
      expect(server.output().match(/Error: nobody waits/g)).toHaveLength(2);
    },
    30_000,
  );
});

describe('the environment', () => {
  const files = {
    '.env': 'HOST=a.example\nURL=https://$HOST/${HOST:-b}\nDOLLAR=a\\$b\nNEXT_PUBLIC_NAME=first\n',
    '.env.local': 'NEXT_PUBLIC_NAME=local\n',
  };
  const printed = async (command: string, env = {}) => {
    const script = ['-p', 'JSON.stringify([process.env.URL, process.env.DOLLAR, process.env.NEXT_PUBLIC_NAME])'];
    const { output } = await start([...command.split(' '), ...script], routeFolder(files), env).done;
    return JSON.parse(output) as unknown;
  };

  it('has values as they are written, and the last file wins, but not over what was set', async () => {
    const both = '--env-file=.env --env-file=.env.local';
    expect(await printed('--env-file=.env')).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'first']);
    expect(await printed(both)).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'local']);
    expect(await printed(both, { NEXT_PUBLIC_NAME: 'set' })).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'set']);
  }, 20_000);

  it('needs the file that it names', async () => {
    const { code } = await start(['--env-file=.env', '-p', '1'], routeFolder({})).done;
    expect(code).not.toBe(0);
  }, 20_000);

  it('is, in the guide, that of the folder with the one line written out', () => {
    const before = fs.readFileSync(path.join(recorded, '.env'), 'utf8');
    expect(blocks['.env']).toBe(before.replace('https://$API_HOST/v1', 'https://api.example.com/v1'));
  });
});

describe('the guide', () => {
  it('quotes answers as they were recorded', () => {
    const rows = [...guide.matchAll(/^\| `\w+ \/api.*$/gm)].map(([row]) => row.split(' | '));
    expect(rows).toHaveLength(3);
    for (const [request, next, here] of rows) {
      expect(here!.replace(/ \|$/, '')).toBe(next);
      const [name, ...others] = [...request!.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
      const [status, ...quoted] = [...next!.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
      const same = nextAnswers.filter(
        ({ request, answer }) => request.endsWith(`. ${name!}`) && answer.status === status,
      );
      expect(same).toHaveLength(1);
      const { headers = {}, body } = same[0]!.answer;
      expect(quoted.pop()).toBe(body);
      for (const header of quoted)
        expect(headers).toMatchObject(Object.fromEntries([header.split(': ') as [string, string]]));
      expect(others.length).toBeLessThan(2);
    }
  });

  it('counts the requests', () => {
    expect(guide).toContain(`its answers to ${nextAnswers.length} requests compared`);
  });

  it('shows what curl prints', () => {
    const shown = /```console\n\$ curl http:\/\/localhost:3000\/api\/hello\n(.*)\n```/.exec(guide)![1];
    expect(shown).toBe(nextAnswers.find(({ request }) => request.endsWith(' /api/hello'))!.answer.body);
  });
});

describe('an import of types', () => {
  const source = "import { NextApiRequest } from 'next';\nexport default (req: NextApiRequest) => req;\n";
  const compiled = (options: ts.CompilerOptions) =>
    ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, ...options } }).outputText;

  it('is gone at run time, but for `verbatimModuleSyntax`', () => {
    expect(compiled({})).not.toContain("'next'");
    expect(compiled({ verbatimModuleSyntax: true })).toContain("'next'");
  });
});

/** A folder in compat mode, within an app. */
async function serving(
  files: Record<string, string>,
  { mount = '/api', before, ...options }: FsRoutesOptions & { mount?: string; before?: express.RequestHandler } = {},
): Promise<{ server: RawServer; errors: unknown[] }> {
  const errors: unknown[] = [];
  const app = express();
  if (before) app.use(before);
  const onError = (error: unknown) => errors.push(error);
  app.use(mount, fsRoutes(routeFolder(files), { compat: 'next', onError, ...options }));
  return { server: await listen(app), errors };
}

async function ask(server: RawServer, where: string, json?: string): Promise<RawResponse> {
  const headers = { 'content-type': 'application/json' };
  const content = json === undefined ? {} : { headers, body: Buffer.from(json) };
  return server.request(json === undefined ? 'GET' : 'POST', where, content);
}

describe('what cannot be', () => {
  it('is the edge runtime: the server does not start', () => {
    const edge = "exports.config = { runtime: 'edge' }; exports.default = () => new Response('edge');";
    const attempt = () => fsRoutes(routeFolder({ 'edge.js': edge }), { compat: 'next' });
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_BAD_CONFIG' }));
    expect(attempt).toThrow(/```text\n(.*)\n/.exec(guide)![1]!);
  });

  it.each(['revalidate', 'setDraftMode', 'setPreviewData', 'clearPreviewData'])(
    'is res.%s(): answered with 500, and reported',
    async (method) => {
      const { server, errors } = await serving({ 'a.js': `module.exports = async (req, res) => res.${method}({})` });
      const { status, body } = await ask(server, '/api/a');
      await server.close();

      expect([status, body]).toEqual([500, 'Internal Server Error']);
      expect(errors).toEqual([expect.objectContaining({ code: 'FSR_NO_PAGES' })]);
      const message = `res.${method}() is about pages that Next.js rendered, and this app has none.`;
      expect(String(errors[0])).toContain(message);
      if (['revalidate', 'setDraftMode'].includes(method)) expect(guide).toContain(`\n${message}\n`);
    },
  );
});

describe('what is not the same', () => {
  it('is that two files for one URL are refused', () => {
    const attempt = () => fsRoutes(routeFolder(['posts.js', 'posts/index.js']), { compat: 'next' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'FSR_DUPLICATE_ROUTE' }));
  });

  it('is that `maxDuration` and `regions` have no effect', async () => {
    const config = "{ maxDuration: 1, regions: ['iad1'], runtime: 'nodejs' }";
    const { server } = await serving({
      'a.js': `exports.config = ${config}; exports.default = (q, res) => res.send('a')`,
    });
    expect((await ask(server, '/api/a')).body).toBe('a');
    await server.close();
  });

  it('is req.url under a base path', async () => {
    const { server } = await serving(
      { 'a.js': 'module.exports = (req, res) => res.send(req.url)' },
      { mount: '/base/api' },
    );
    expect((await ask(server, '/base/api/a?b=1')).body).toBe('/base/api/a?b=1');
    await server.close();
  });
});

describe('a body parser before the routes', () => {
  const files = {
    'json.js': 'module.exports = (req, res) => res.json(req.body)',
    'raw.js': 'exports.config = { api: { bodyParser: false } }; exports.default = (req, res) => req.pipe(res)',
  };

  it('takes bad JSON for itself, and the stream of a route that wants it', async () => {
    const { server, errors } = await serving(files, { before: express.json() });
    expect((await ask(server, '/api/json', '{"a":1}')).body).toBe('{"a":1}');
    expect((await ask(server, '/api/json', '{"a":')).message).not.toBe('Invalid JSON');
    expect((await ask(server, '/api/raw', '{"a":1}')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'FSR_BODY_CONSUMED' })]);
    await server.close();
  });
});

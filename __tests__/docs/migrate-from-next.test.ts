import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { environment, npm } from '../support/child-process.js';
import { eventually } from '../support/connection.js';
import { routeFolder } from '../support/route-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const recorded = path.join(root, '__tests__', 'fixtures', 'migration');
const guide = fs.readFileSync(path.join(root, 'docs', 'migrate-from-next.md'), 'utf8');

interface Answered {
  readonly request: string;
  readonly answer: { status: string; page?: true; headers?: Record<string, string | string[]>; body?: string };
}

const nextAnswers = JSON.parse(fs.readFileSync(path.join(recorded, 'next-answers.json'), 'utf8')) as Answered[];

/** The code blocks of the guide, by the file or place in their first line. */
const blocks = Object.fromEntries(
  [...guide.matchAll(/```\w+\n(?:\/\/|#) (\S.*)\n([^]*?)```/g)].map(([, name, source]) => [name!, source!]),
);
const scripts = (JSON.parse(blocks['package.json']!) as { scripts: Record<string, string> }).scripts;

/** The packages that the guide installs and that are not installed here. */
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

interface StartedProcess {
  readonly child: ChildProcess;
  readonly done: Promise<Outcome>;
  readonly output: () => string;
}

function start(args: readonly string[], cwd = folder, env: NodeJS.ProcessEnv = {}): StartedProcess {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...environment(), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const done = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, output })));
  return { child, done, output: () => output };
}

/** Starts a command as npm does in a script: with `NAME=value` before it, quotes, and commands of packages. */
function startCommand(command: string): StartedProcess {
  const commands: Record<string, string[]> = {
    node: [],
    tsx: [path.join(modules, 'tsx', 'dist', 'cli.mjs')],
    tsc: [path.join(modules, 'typescript', 'bin', 'tsc')],
    'tsc-alias': [path.join(modules, 'tsc-alias', 'dist', 'bin', 'index.js')],
  };
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  const isVariable = (word: string) => /^[A-Z_]+=/.test(word);
  const env = Object.fromEntries(words.filter(isVariable).map((word) => word.split('=') as [string, string]));
  const [name, ...args] = words.filter((word) => !isVariable(word));
  return start([...commands[name!]!, ...args], folder, env);
}

async function runScript(script: string): Promise<Outcome> {
  let output = '';
  for (const command of script.split(' && ')) {
    const outcome = await startCommand(command).done;
    output += outcome.output;
    if (outcome.code !== 0) return { code: outcome.code, output };
  }
  return { code: 0, output };
}

/** Waits until a server has printed for the `nth` time that it is ready, and resolves to its origin. */
async function originOf({ output, done, child }: StartedProcess, nth = 1): Promise<string> {
  const exited = done.then(() => true);
  const deadline = Date.now() + 30_000;
  for (;;) {
    const ports = [...output().matchAll(/^Ready on .*port: (\d+)/gm)];
    if (ports.length >= nth) return `http://localhost:${ports[nth - 1]![1]!}`;
    const hasExited = await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 25))]);
    if (hasExited === true || Date.now() > deadline)
      throw new Error(`The server is not ready (exit code ${String(child.exitCode)}):\n${output()}`);
  }
}

async function answersOf(origin: string): Promise<Answered[]> {
  // Not a literal in import(): the script has no types, and tsc would ask for them.
  const file = '../fixtures/migration/ask.js';
  const { askAll } = (await import(file)) as { askAll: (origin: string) => Promise<Answered[]> };
  return askAll(origin);
}

/** The source of a route that uses packages with ES modules only. */
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

/**
 * Creates the project of step 1: the folder as it was under Next.js, the code blocks of the guide, and the packages.
 */
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
  // Copied, because a linked package would find the Express that is installed beside the original, always version 5.
  const packageFile = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(packageFile) as { dependencies: Record<string, string> };
  const installed = path.join(modules, 'express-pages-api');
  fs.cpSync(path.join(root, 'dist'), path.join(installed, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(installed, 'package.json'), packageFile);
  for (const name of [...Object.keys(dependencies), 'tsx', 'typescript', '@types/express', '@types/node']) {
    link(path.join(root, 'node_modules', name), name);
  }

  const toolsFolder = routeFolder({ 'package.json': JSON.stringify({ dependencies: tools }) });
  await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], toolsFolder);
  for (const name of Object.keys(tools)) link(path.join(toolsFolder, 'node_modules', name), name);
}

/** Installs another version of Express in the project. */
function useExpress(name: 'express' | 'express4'): void {
  fs.rmSync(path.join(modules, 'express'), { force: true, recursive: true });
  link(path.join(root, 'node_modules', name), 'express');
}

beforeAll(install, 60_000);

afterAll(async () => {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const closed = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(closed);
}, 20_000);

/** Starts the server of the guide in development, and compares all answers with those of Next.js. */
async function startInDevelopment(): Promise<StartedProcess> {
  const server = startCommand(scripts['dev']!);
  const origin = await originOf(server);
  expect(await answersOf(origin)).toEqual(nextAnswers);
  expect(await (await fetch(`${origin}/api/esm`)).text()).toBe('file: file:');
  expect(await (await fetch(`${origin}/api/docs/%zz`)).text()).toMatch(/dist\/[\w-]+\.cjs/);
  return server;
}

/** Resolves to whether a server accepts connections. */
function accepts(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  const socket = net.connect(Number(port), hostname);
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

async function stop(server: StartedProcess): Promise<void> {
  server.child.kill();
  await server.done;
}

describe('the folder of the migration guide', () => {
  it('is compiled without an error, and without a file that was deleted', async () => {
    const removed = path.join(folder, 'dist', 'pages', 'api', 'removed.js');
    write(path.dirname(removed), { 'removed.js': 'module.exports = (req, res) => res.end()' });
    expect(await runScript(scripts['build']!)).toEqual({ code: 0, output: '' });
    expect(fs.existsSync(removed)).toBe(false);
  }, 60_000);

  it('has types with "moduleResolution": "bundler", too', async () => {
    const { code, output } = await startCommand('tsc --noEmit --module esnext --moduleResolution bundler').done;
    expect({ code, output }).toEqual({ code: 0, output: '' });
  }, 60_000);

  it('restarts in development for a change and for a new route', async () => {
    useExpress('express');
    const server = await startInDevelopment();
    const shared = path.join(folder, 'lib', 'posts.ts');
    fs.writeFileSync(shared, fs.readFileSync(shared, 'utf8').replace("'Hello'", "'Changed'"));
    expect(await (await fetch(`${await originOf(server, 2)}/api/posts/1`)).text()).toContain('Changed');
    fs.cpSync(path.join(recorded, 'lib'), path.join(folder, 'lib'), { recursive: true });
    await originOf(server, 3);

    const added = path.join(folder, 'pages', 'api', 'added.ts');
    fs.writeFileSync(added, 'export default (_req: unknown, res: any) => res.send("new");');
    try {
      expect(await (await fetch(`${await originOf(server, 4)}/api/added`)).text()).toBe('new');
    } finally {
      fs.rmSync(added);
      await stop(server);
    }
    // The printed error has the line of the source.
    expect(server.output()).toMatch(/The database is on fire\n.*pages.api.fails\.ts:5:/);
  }, 60_000);
});

describe.each(['express', 'express4'] as const)('the folder of the migration guide, on %s', (expressName) => {
  beforeAll(() => useExpress(expressName));

  // On Express 5, the test of restarts has compared them.
  if (expressName === 'express4') {
    it('gives the same answers in development', async () => {
      await stop(await startInDevelopment());
    }, 60_000);
  }

  it('gives the same answers in production', async () => {
    const server = startCommand(scripts['start']!);
    const origin = await originOf(server);
    expect(await answersOf(origin)).toEqual(nextAnswers);
    expect(await (await fetch(`${origin}/api/esm`)).text()).toBe('file: file:');
    expect(await (await fetch(`${origin}/api/docs/%zz`)).text()).not.toMatch(/dist\/[\w-]+\.cjs/);
    await stop(server);
  }, 60_000);

  // Windows has no signals, and just ends the process.
  const itOnUnix = process.platform === 'win32' ? it.skip : it;
  itOnUnix(
    'finishes pending requests on SIGTERM',
    async () => {
      const server = startCommand(scripts['start']!);
      const origin = await originOf(server);
      const headers = { expect: '100-continue' };
      const upload = http.request(`${origin}/api/upload`, { method: 'POST', agent: false, headers });
      const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
        upload.on('response', resolve).on('error', reject);
      });
      upload.flushHeaders();
      // Then the server has received the request.
      await once(upload, 'continue');
      upload.write('one ');

      server.child.kill('SIGTERM');
      await eventually(async () => !(await accepts(origin)), 15_000);
      upload.end('two');

      expect((await answer).resume().statusCode).toBe(201);
      expect((await server.done).code).toBe(0);
    },
    60_000,
  );

  it('works with the middleware that the guide puts around it', async () => {
    const [before, after] = [blocks['before fsRoutes']!, blocks['after fsRoutes']!];
    const source = blocks['server.ts']!.replace(/(?=^app\.use\('\/api', fsRoutes)/m, before).replace(
      /(?=^const server)/m,
      after,
    );
    fs.writeFileSync(path.join(folder, 'around.ts'), source);
    const server = startCommand('node --env-file=.env --import tsx around.ts');
    const origin = await originOf(server);
    const fetchParts = async (where: string, headers = {}) => {
      const response = await fetch(origin + where, { headers, redirect: 'manual' });
      return [response.status, response.headers.get('x-frame-options'), await response.text()];
    };

    expect(await fetchParts('/api/export')).toEqual([401, null, '{"error":"Not for everybody"}']);
    expect(await fetchParts('/api/export', { authorization: 'Bearer demo' })).toEqual([
      200,
      'DENY',
      '1,Hello\n2,Grüße\n',
    ]);
    expect(await fetchParts('/v1/posts/1')).toEqual([200, 'DENY', '{"id":1,"title":"Hello","tags":["news"]}']);
    expect(await fetchParts('/v1/export')).toEqual([401, null, '{"error":"Not for everybody"}']);
    expect((await fetchParts('/old'))[0]).toBe(308);
    expect(await fetchParts('/api/nothing')).toEqual([404, 'DENY', '{"error":"Not found"}']);
    expect((await fetchParts('/api/docs/%zz'))[0]).toBe(400);
    expect(await fetchParts('/api/fails')).toEqual([500, 'DENY', 'Internal Server Error']);
    await stop(server);
  }, 60_000);

  const failing = {
    'rejects.js': "module.exports = (req, res) => { Promise.reject(new Error('nobody waits')); res.json(1); };",
    'throws.js':
      "module.exports = (req, res) => { setTimeout(() => { throw new Error('nobody waits'); }); res.json(1); };",
    'fine.js': 'module.exports = (req, res) => res.json(2);',
  };

  /**
   * Starts the server of the guide in a folder of its own, with other options and with more lines in the callback of
   * `listen`.
   */
  function startServer(compat: string, lines: string): StartedProcess {
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
    ['by default', ''],
  ] as const;

  it.each(modes)(
    'ends the process if a failure is not handled, %s',
    async (_mode, compat) => {
      for (const route of ['rejects', 'throws']) {
        const server = startServer(compat, '');
        // The process may end before the answer is sent.
        await fetch(`${await originOf(server)}/api/${route}`).catch(() => undefined);
        const { code, output } = await server.done;
        expect([route, code, output]).toEqual([route, 1, expect.stringContaining('nobody waits')]);
      }
    },
    60_000,
  );

  it.each(modes)(
    'continues after a failure that is not handled, with the two lines of the guide, %s',
    async (_mode, compat) => {
      const server = startServer(compat, blocks["below 'Ready on'"]!);
      const origin = await originOf(server);
      for (const route of ['rejects', 'throws']) {
        expect(await (await fetch(`${origin}/api/${route}`)).json()).toBe(1);
        // The failure happens within a few milliseconds.
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(await (await fetch(`${origin}/api/fine`)).json()).toBe(2);
      }
      await stop(server);
      expect(server.output().match(/Error: nobody waits/g)).toHaveLength(2);
    },
    60_000,
  );
});

describe('the environment of the guide', () => {
  const files = {
    '.env': 'HOST=a.example\nURL=https://$HOST/${HOST:-b}\nDOLLAR=a\\$b\nNEXT_PUBLIC_NAME=first\n',
    '.env.local': 'NEXT_PUBLIC_NAME=local\n',
  };
  const printed = async (command: string, env = {}) => {
    const script = ['-p', 'JSON.stringify([process.env.URL, process.env.DOLLAR, process.env.NEXT_PUBLIC_NAME])'];
    const { output } = await start([...command.split(' '), ...script], routeFolder(files), env).done;
    return JSON.parse(output) as unknown;
  };

  it('has values as they are written; the last file wins, but not over variables that were set', async () => {
    const both = '--env-file=.env --env-file=.env.local';
    expect(await printed('--env-file=.env')).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'first']);
    expect(await printed(both)).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'local']);
    expect(await printed(both, { NEXT_PUBLIC_NAME: 'set' })).toEqual(['https://$HOST/${HOST:-b}', 'a\\$b', 'set']);
  }, 20_000);

  it('is required: Node.js exits if the file does not exist', async () => {
    const { code } = await start(['--env-file=.env', '-p', '1'], routeFolder({})).done;
    expect(code).not.toBe(0);
  }, 20_000);

  it('differs from that of the folder in the one line that the guide writes out', () => {
    const before = fs.readFileSync(path.join(recorded, '.env'), 'utf8');
    expect(blocks['.env']).toBe(before.replace('https://$API_HOST/v1', 'https://api.example.com/v1'));
  });
});

describe('the guide', () => {
  it('quotes the recorded answers', () => {
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

  it('states the number of requests that are compared', () => {
    expect(guide).toContain(`its answers to ${nextAnswers.length} requests`);
  });

  it('shows the output of curl', () => {
    const shown = /```console\n\$ curl http:\/\/localhost:3000\/api\/hello\n(.*)\n```/.exec(guide)![1];
    expect(shown).toBe(nextAnswers.find(({ request }) => request.endsWith(' /api/hello'))!.answer.body);
  });
});

describe('an import of types from `next`', () => {
  const source = "import { NextApiRequest } from 'next';\nexport default (req: NextApiRequest) => req;\n";
  const compiled = (options: ts.CompilerOptions) =>
    ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, ...options } }).outputText;

  it('is removed by the compiler, unless `verbatimModuleSyntax` is on', () => {
    expect(compiled({})).not.toContain("'next'");
    expect(compiled({ verbatimModuleSyntax: true })).toContain("'next'");
  });
});

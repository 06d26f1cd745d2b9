import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type Outcome } from './child-process.js';
import { routeFolder } from './route-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function readDocument(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8');
}

/** Returns the examples that name their file in a first comment, such as `// api/posts/[pid].js`. */
export function examples(markdown: string, language = 'js'): Record<string, string> {
  const blocks = markdown.matchAll(new RegExp(`\`\`\`${language}\\n// (\\S+)\\n([^]*?)\`\`\``, 'g'));
  return Object.fromEntries([...blocks].map(([, file, source]) => [file!, source!]));
}

/** Returns both sides of the diffs that name their file in a first comment. */
export function diffs(markdown: string): Record<string, { before: string; after: string }> {
  const blocks = [...markdown.matchAll(/```diff\n \/\/ (\S+)\n([^]*?)```/g)];
  const side = (diff: string, sign: string) =>
    [...diff.matchAll(/^(.)(.*\n)/gm)]
      .flatMap(([, mark, line]) => (mark === ' ' || mark === sign ? [line!] : []))
      .join('');
  return Object.fromEntries(
    blocks.map(([, file, diff]) => [file!, { before: side(diff!, '-'), after: side(diff!, '+') }]),
  );
}

/** Returns the `curl` commands of the console examples, each with the line that it prints. */
export function curls(markdown: string): [arguments_: string, output: string][] {
  return [...markdown.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block]) =>
    [...block!.matchAll(/\$ curl (.+)\n(.+)\n/g)].map(([, curl, output]): [string, string] => [curl!, output!]),
  );
}

const plainServer = `
import express from 'express';
import { fsRoutes } from 'express-pages-api';

const app = express();
app.use('/api', fsRoutes('./api'));
app.listen(3000);
`;

export interface MarkdownServer {
  readonly folder: string;
  readonly origin: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Returns what a `curl` command of the document prints. */
  curl(arguments_: string): Promise<string>;
  close(): void;
}

/** Creates a project with these files, in which this package is installed. */
function createProject(files: Record<string, string>): string {
  const folder = routeFolder({ ...files, 'package.json': '{ "type": "module" }' });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(root, path.join(folder, 'node_modules', 'express-pages-api'), 'junction');
  for (const name of ['express', 'supertest']) {
    const target = path.join(root, 'node_modules', name);
    fs.symlinkSync(target, path.join(folder, 'node_modules', name), 'junction');
  }
  return folder;
}

/** Creates a project as before a migration: with another package, and with Express 4 only. */
function createFormerProject(files: Record<string, string>, packageName: string): string {
  const folder = routeFolder({ ...files, 'package.json': '{ "type": "module" }' });
  const modules = path.join(folder, 'node_modules');
  // Copied, because a linked package would find the Express that is installed beside the original.
  fs.cpSync(path.join(root, 'node_modules', packageName), path.join(modules, packageName), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules', 'express4'), path.join(modules, 'express'), 'junction');
  return folder;
}

/** Runs a test file of a document with `node --test`. */
export function testMarkdown(markdown: string, file: string): Promise<Outcome> {
  return run(process.execPath, ['--test', file], createProject(examples(markdown)));
}

/** Runs the examples of a document with its `server.js`, the new side of its diff, or the server of the README. */
export function serveMarkdown(markdown: string, more: Record<string, string> = {}): Promise<MarkdownServer> {
  const source = examples(markdown)['server.js'] ?? diffs(markdown)['server.js']?.after ?? plainServer;
  return serveProject(source, (server) => createProject({ ...examples(markdown), ...more, ...server }));
}

/** Runs the examples of a document with the old side of the diff of `server.js`, which uses another package. */
export function serveFormer(
  markdown: string,
  packageName: string,
  more: Record<string, string>,
): Promise<MarkdownServer> {
  const { before } = diffs(markdown)['server.js']!;
  return serveProject(before, (server) =>
    createFormerProject({ ...examples(markdown), ...more, ...server }, packageName),
  );
}

async function serveProject(
  example: string,
  create: (server: { 'server.js': string }) => string,
): Promise<MarkdownServer> {
  // The example listens on 3000 and prints nothing. Here it takes a free port and prints it.
  const source = example.replace(
    'app.listen(3000)',
    'const server = app.listen(0, () => console.log(server.address().port))',
  );
  const folder = create({ 'server.js': source });
  const server = spawn(process.execPath, ['server.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const port = await new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (data: Buffer) => resolve(String(data).trim()));
    server.once('exit', (code) => reject(new Error(`server.js exited with ${String(code)}: ${errors}`)));
  });
  const fetchPath = (url: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://localhost:${port}${url}`, init);
  return {
    folder,
    origin: `http://localhost:${port}`,
    fetch: fetchPath,
    curl: (line) => runCurl(line, fetchPath),
    close: () => void server.kill(),
  };
}

/** Runs a `curl` command with the options that the documents use, and returns what it would print. */
async function runCurl(line: string, fetchPath: MarkdownServer['fetch']): Promise<string> {
  const url = /http:\/\/localhost:3000(\S+)/.exec(line)![1]!;
  const isHead = /(?:^| )-I(?: |$)/.test(line);
  const method = /-X (\w+)/.exec(line)?.[1] ?? (isHead ? 'HEAD' : 'GET');
  const headers = [...line.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]): [string, string] => [
    name!,
    value!,
  ]);
  const response = await fetchPath(url, { method, headers });
  const [, header] = /%header\{([\w-]+)\}/.exec(line) ?? [];
  const printed: string[] = [];
  if (line.includes('%{http_code}')) printed.push(String(response.status));
  if (header !== undefined) printed.push(response.headers.get(header) ?? '');
  return printed.length > 0 ? printed.join(' ') : await response.text();
}

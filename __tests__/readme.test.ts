import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultIgnore, FsRoutesError } from '../lib/index.js';
import { resolveOptions } from '../lib/options.js';
import { routeFolder } from './support/route-folder.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

/** The examples that name their file in a first comment: `// api/posts/[pid].js`. */
function examples(language: string): Record<string, string> {
  const blocks = readme.matchAll(new RegExp(`\`\`\`${language}\\n// (\\S+)\\n([^]*?)\`\`\``, 'g'));
  return Object.fromEntries([...blocks].map(([, file, source]) => [file!, source!]));
}

/** `$ curl …` and the line it prints, from the console examples. */
function curls(): [arguments_: string, output: string][] {
  const [, block] = /```console\n([^]*?)```/.exec(readme)!;
  return [...block!.matchAll(/\$ curl (.+)\n(.+)\n/g)].map(([, curl, output]) => [curl!, output!]);
}

describe("the README's quick start", () => {
  let server: ChildProcess;
  let port: string;

  beforeAll(async () => {
    // A port of its own, and told: the example has 3000 and no reason to say anything.
    const source = examples('js')['server.js']!.replace(
      'app.listen(3000)',
      'const server = app.listen(0, () => console.log(server.address().port))',
    );
    const folder = routeFolder({ ...examples('js'), 'server.js': source, 'package.json': '{ "type": "module" }' });
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.symlinkSync(
      path.join(root, 'node_modules', 'express'),
      path.join(folder, 'node_modules', 'express'),
      'junction',
    );
    fs.symlinkSync(root, path.join(folder, 'node_modules', 'express-pages-api'), 'junction');
    server = spawn(process.execPath, ['server.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    port = await new Promise<string>((resolve) =>
      server.stdout!.once('data', (data: Buffer) => resolve(String(data).trim())),
    );
  });
  afterAll(() => void server.kill());

  it.each(curls())('curl %s prints %s', async (curl, output) => {
    const url = /http:\/\/localhost:3000(\S+)/.exec(curl)![1]!;
    const method = /-X (\w+)/.exec(curl)?.[1] ?? 'GET';
    const response = await fetch(`http://localhost:${port}${url}`, { method });
    expect(curl.includes('%{http_code}') ? String(response.status) : await response.text()).toBe(output);
  });

  it('has more than one answer to show', () => {
    expect(curls().length).toBeGreaterThan(1);
  });

  it('checks the signature in its example of a webhook', async () => {
    const body = '{"event":"paid"}';
    const signature = createHmac('sha256', 'secret').update(body).digest('hex');
    const send = (headers: Record<string, string>) =>
      fetch(`http://localhost:${port}/api/webhook`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect(await (await send({ 'x-signature': signature })).json()).toEqual({ received: 'paid' });
    expect((await send({ 'x-signature': 'ff' })).status).toBe(400);
  });

  it('protects the account in its example of several handlers', async () => {
    const url = `http://localhost:${port}/api/account`;
    expect((await fetch(url)).status).toBe(401);
    expect(await (await fetch(url, { headers: { authorization: 'Bearer demo' } })).json()).toEqual({ name: 'Ann' });
  });
});

describe('the README', () => {
  const codes = fs.readFileSync(path.join(root, 'lib', 'errors.ts'), 'utf8').match(/(?<=\| ')FSR_\w+/g)!;

  it.each(codes)('has a heading for %s', (code) => {
    expect(readme).toContain(`\n### ${code}\n`);
  });

  it('has no heading for a code that does not exist', () => {
    const warnings = ['FSR_NO_ROUTES', 'FSR_LATE_ERROR', 'FSR_NO_RESPONSE', 'FSR_LARGE_RESPONSE'];
    const headings = readme.match(/(?<=\n### )FSR_\w+/g)!;
    expect(new Set(headings)).toEqual(new Set([...codes, ...warnings]));
  });

  it('has a row for each option, and the default globs', () => {
    for (const option of [
      'caseSensitive',
      'strict',
      'mergeParams',
      'extensions',
      'ignore',
      'import',
      'bodyParser',
      'compat',
      'onError',
    ]) {
      expect(readme).toContain(`\n| \`${option}\` |`);
    }
    for (const glob of defaultIgnore.filter((name) => !/^\*\.d\.[cm]ts$|^\.\*$/.test(name)))
      expect(readme).toContain(`\`${glob}\``);
    expect(readme).toContain(
      `\`[${resolveOptions({})
        .extensions.map((extension) => `'${extension}'`)
        .join(', ')}]\``,
    );
  });

  it('shows an error message as it is', async () => {
    const { fsRoutes } = await import('../lib/index.js');
    const folder = routeFolder(['posts/[id].js', 'posts/[slug]/comments.js', 'users.js', 'users/index.js']);
    const [, shown] = /```text\n([^]*?)\n```/.exec(readme)!;
    const attempt = () => fsRoutes(folder);
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(shown!.replace('/srv/app/api', folder));
  });
});

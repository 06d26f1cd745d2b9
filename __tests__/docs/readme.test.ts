import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultIgnore, FsRoutesError } from '../../lib/index.js';
import { resolveOptions } from '../../lib/options.js';
import { curls, readDocument, serveMarkdown, type MarkdownServer } from '../support/markdown-app.js';
import { routeFolder } from '../support/route-folder.js';

const readme = readDocument('README.md');

describe("the README's quick start", () => {
  let server: MarkdownServer;

  beforeAll(async () => {
    server = await serveMarkdown(readme);
  });
  afterAll(() => server.close());

  it.each(curls(readme))('curl %s prints %s', async (curl, output) => {
    expect(await server.curl(curl)).toBe(output);
  });

  it('shows more than one answer', () => {
    expect(curls(readme).length).toBeGreaterThan(1);
  });

  it('checks the signature in its example of a webhook', async () => {
    const body = '{"event":"paid"}';
    const signature = createHmac('sha256', 'secret').update(body).digest('hex');
    const send = (headers: Record<string, string>) =>
      server.fetch('/api/webhook', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect(await (await send({ 'x-signature': signature })).json()).toEqual({ received: 'paid' });
    expect((await send({ 'x-signature': 'ff' })).status).toBe(400);
  });

  it('protects the account in its example of several handlers', async () => {
    expect((await server.fetch('/api/account')).status).toBe(401);
    expect(await (await server.fetch('/api/account', { headers: { authorization: 'Bearer demo' } })).json()).toEqual({
      name: 'Ann',
    });
  });
});

describe('the README', () => {
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
    const { fsRoutes } = await import('../../lib/index.js');
    const folder = routeFolder(['posts/[id].js', 'posts/[slug]/comments.js', 'users.js', 'users/index.js']);
    const [, shown] = /```text\n([^]*?)\n```/.exec(readme)!;
    const attempt = () => fsRoutes(folder);
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(shown!.replace('/srv/app/api', folder));
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readmeFiles } from '../fixtures/express-file-routing/folder.js';
import {
  curls,
  readDocument,
  serveFormer,
  serveMarkdown,
  testMarkdown,
  type MarkdownServer,
} from '../support/markdown-app.js';

describe.each(['docs/method-handlers.md', 'docs/folder-middleware.md', 'docs/migrate-from-express-file-routing.md'])(
  '%s',
  (file) => {
    const markdown = readDocument(file);
    let server: MarkdownServer;

    beforeAll(async () => {
      server = await serveMarkdown(markdown);
    });
    afterAll(() => server.close());

    it.each(curls(markdown))('curl %s prints %s', async (curl, output) => {
      expect(await server.curl(curl)).toBe(output);
    });
  },
);

describe('the app of docs/migrate-from-express-file-routing.md', () => {
  const markdown = readDocument('docs/migrate-from-express-file-routing.md');
  const servers: MarkdownServer[] = [];
  const requests = [
    ...['GET /', 'GET /posts/1', 'DELETE /posts/1', 'GET /methods', 'POST /methods', 'DELETE /methods', 'PUT /methods'],
    ...['GET /dashboard', 'GET /dashboard?a=b', 'GET /users', 'GET /posts', 'GET /nothing', 'HEAD /methods'],
  ];

  beforeAll(async () => {
    servers.push(
      await serveFormer(markdown, 'express-file-routing', readmeFiles),
      await serveMarkdown(markdown, readmeFiles),
    );
  });
  afterAll(() => servers.forEach((server) => server.close()));

  it.each(requests)('gives the same answer after the change as before: %s', async (request) => {
    const [method, path] = request.split(' ');
    const init = { method: method!, headers: request.includes('?') ? { authorization: 'Bearer a' } : {} };
    const [before, after] = await Promise.all(
      servers.map(async (server) => {
        const response = await server.fetch(path!, init);
        const type = response.headers.get('content-type');
        return { status: response.status, type, body: await response.text() };
      }),
    );
    expect(after).toEqual(before);
  });
});

describe('docs/testing.md', () => {
  it('has an example that passes, and that can fail', async () => {
    const markdown = readDocument('docs/testing.md');
    const outcome = await testMarkdown(markdown, 'posts.test.js');
    expect({ code: outcome.code, passed: /pass 1\b/.test(outcome.stdout) }).toEqual({ code: 0, passed: true });
    const failing = await testMarkdown(markdown.replace("{ pid: '7' }", "{ pid: '8' }"), 'posts.test.js');
    expect(failing.code).toBe(1);
  });
});

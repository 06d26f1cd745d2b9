import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { curls, readDocument, serveMarkdown, testMarkdown, type MarkdownServer } from './support/markdown-app.js';

describe.each(['docs/method-handlers.md', 'docs/folder-middleware.md'])('%s', (file) => {
  const markdown = readDocument(file);
  let server: MarkdownServer;

  beforeAll(async () => {
    server = await serveMarkdown(markdown);
  });
  afterAll(() => server.close());

  it.each(curls(markdown))('curl %s prints %s', async (curl, output) => {
    expect(await server.curl(curl)).toBe(output);
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

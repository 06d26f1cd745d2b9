import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { curls, readDocument, serveMarkdown, type MarkdownServer } from './support/markdown-app.js';

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

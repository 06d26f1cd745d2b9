import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { explainMatch } from '../../../../lib/dev/explain/explain-match.js';
import { fsRoutes, type Problem } from '../../../../lib/index.js';
import { servedFolderOf } from '../../../../lib/serving/route-folder.js';
import { launchBrowser } from '../../../support/browser.js';
import { changeableFolder } from '../../../support/changeable-folder.js';
import { eventually } from '../../../support/connection.js';
import { readDocument, serveMarkdown } from '../../../support/markdown-app.js';
import { openPage, type OpenedPage } from '../../../support/opened-page.js';
import { routeFolder } from '../../../support/route-folder.js';
import { createExplorerApp, closeServer, exampleFiles, listen } from '../../../support/explorer-app.js';

describe('the page in a browser', () => {
  let browser: Browser;
  /** The context of all pages without options of their own: a new one takes three times as long as a new page. */
  let sharedContext: BrowserContext;
  let origin: string;
  const router = fsRoutes(routeFolder(exampleFiles));
  const opened: OpenedPage[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    sharedContext = await browser.newContext();
    ({ origin } = await listen(createExplorerApp({ '/api': router })));
  }, 300_000);
  afterAll(() => browser.close());

  afterEach(async () => {
    const pageErrors = opened.flatMap((page) => page.pageErrors);
    for (const { page } of opened.splice(0)) {
      await page.close();
      if (page.context() !== sharedContext) await page.context().close();
    }
    expect(pageErrors).toEqual([]);
  });

  /** Opens the page with a hash, and waits until it has its data. */
  async function open(hash = '', options?: BrowserContextOptions, at = origin): Promise<Page> {
    const context = options ? await browser.newContext(options) : sharedContext;
    const openedPage = await openPage(context, `${at}/_routes${hash}`);
    opened.push(openedPage);
    const { page } = openedPage;
    await page.locator('#connection', { hasText: /Live|Connected/ }).waitFor();
    return page;
  }

  const treeItem = (page: Page, name: string): Locator =>
    page.getByRole('treeitem').filter({ has: page.getByText(name, { exact: true }) });
  const rows = (page: Page): Locator => page.locator('#rows [role=row]');
  const urlsOf = (page: Page): Promise<string[]> => page.locator('#rows [data-name=URL]').allTextContents();
  const response = (page: Page): Locator => page.locator('#response');
  async function send(page: Page): Promise<void> {
    await page.locator('#send').click();
    await page.locator('#send', { hasText: 'Send' }).waitFor();
  }

  it('shows the tree: folders, files with their URLs and methods, and middleware first in its folder', async () => {
    const page = await open();
    const items = await page
      .getByRole('treeitem')
      .evaluateAll((rows) => rows.map((row) => `${row.ariaLevel!} ${row.textContent}`));
    expect(items).toEqual(
      expect.arrayContaining([
        '1 /api',
        '2 docs/',
        '3 [...path].js GET /api/docs/[...path]',
        '3 _middleware.js middleware',
      ]),
    );
    expect(items.indexOf('2 team/') + 1).toBe(items.indexOf('3 _middleware.js middleware'));
    await page.getByRole('treeitem').filter({ hasText: 'docs/' }).first().click();
    await treeItem(page, '[...path].js').waitFor({ state: 'detached' });
  });

  it('shows the table in order of precedence, and filters it', async () => {
    const page = await open();
    const all = router.routes.map(({ path }) => (path === '/' ? '/api' : `/api${path}`));
    expect(await urlsOf(page)).toEqual(all);
    for (const [filter, found] of [
      ['[pid]', ['/api/posts/[pid]']],
      ['DELETE', ['/api/posts/create']],
      ['inner/_middleware', ['/api/team/inner/[[...rest]]']],
      ['POSTS create', ['/api/posts/create']],
      ['POSTS', ['/api/posts', '/api/posts/create', '/api/posts/[pid]']],
      ['nothing of the kind', []],
    ] as const) {
      await page.getByPlaceholder('Filter').fill(filter);
      expect(await urlsOf(page)).toEqual(found);
    }
    await page.locator('#route-count', { hasText: `0 of ${all.length} routes` }).waitFor();
  });

  it('shows everything about a route', async () => {
    const page = await open();
    await page.getByRole('button', { name: '/api/team/inner/[[...rest]]' }).click();
    const text = await page.locator('#route').innerText();
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Methods GET HEAD OPTIONS Params rest – any number of segments: array, absent if there are none ' +
        'Runs team/_middleware.js team/inner/_middleware.js team/inner/[[...rest]].js Express path',
    );
    expect(text).toContain(router.routes.find(({ path }) => path.startsWith('/team'))!.expressPath);
  });

  it('shows while you type which file answers, as explainMatch does', async () => {
    const page = await open();
    const url = '/posts/7?draft=1';
    await page.getByLabel('Path and query string').pressSequentially(`/api${url}`);
    const explanation = explainMatch(servedFolderOf(router)!, { method: 'GET', url, mountPath: '/api' });
    await page.locator('#match-summary', { hasText: explanation.summary }).waitFor();
    expect(await page.locator('.candidates .reason').allTextContents()).toEqual(
      explanation.candidates.map(({ reason }) => reason),
    );
    expect(await page.locator('#match dd').first().innerText()).toBe('{ "draft": "1", "pid": "7" }');
    expect(await page.locator('#rows [data-answers] [data-name=URL]').textContent()).toBe('/api/posts/[pid]');
    await page.getByLabel('Path and query string').fill('/api/posts/create');
    await page.locator('#rows [data-answers]', { hasText: '/api/posts/create' }).waitFor();
    await page.getByLabel('Method', { exact: true }).selectOption('PUT');
    await page.locator('[data-outcome=method-not-allowed]').waitFor();
    await page.getByLabel('Path and query string').fill('/elsewhere');
    await page.getByText('No mount path matches /elsewhere').first().waitFor();
  });

  it('fills the path from the param fields, and the fields from the path', async () => {
    const page = await open();
    await page.getByRole('button', { name: '/api/docs/[...path]' }).click();
    await page.locator('#param-0').fill('a b/c?');
    expect(await page.locator('#url').inputValue()).toBe('/api/docs/a%20b/c%3F');
    await page.locator('#url').fill('/api/docs/x/y');
    await eventually(async () => (await page.locator('#param-0').inputValue()) === 'x/y');
  });

  it('sends a request and shows the response', async () => {
    const page = await open();
    await page.locator('#url').fill('/api/posts/7?a=1');
    await send(page);
    expect(await response(page).locator('.status').innerText()).toBe('200');
    expect(await page.locator('#response-summary').textContent()).toBe('The response is 200 OK.');
    expect(await response(page).getByLabel('Body').innerText()).toBe(
      '{\n  "query": {\n    "a": "1",\n    "pid": "7"\n  }\n}',
    );
    await response(page).locator('summary').click();
    await response(page)
      .getByRole('row', { name: /content-type application\/json/ })
      .waitFor();
  });

  it('shows what it will send before a request that may change data', async () => {
    const page = await open();
    await page.locator('#url').fill('/api/posts');
    await page.getByLabel('Method', { exact: true }).selectOption('POST');
    await page.getByText('Headers and body').click();
    await page.locator('#headers').fill('X-By: a test\nCookie: a=b');
    await page.locator('#body').fill('{ "title": "<b>" }');
    expect(await page.locator('#will-send pre').innerText()).toBe(
      'POST /api/posts\nX-By: a test\nCookie: a=b\nContent-Type: application/json\n\n{ "title": "<b>" }',
    );
    await page.getByText('A page cannot set Cookie').waitFor();
    expect(await page.locator('#send').innerText()).toBe('Send POST');
    await send(page);
    expect(await response(page).locator('.status').innerText()).toBe('201');
    expect(JSON.parse(await response(page).getByLabel('Body').innerText())).toEqual({
      got: { title: '<b>' },
      by: 'a test',
    });
  });

  it('shows errors, redirects, and long, binary, empty and missing responses', async () => {
    const page = await open();
    for (const [what, method, url, expected] of [
      ['an error', 'GET', '/api/odd/fails', /500[^]*"error": "out of order"/],
      ['a redirect', 'GET', '/api/odd/moved', /3xx[^]*a redirect[^]*Browsers do not show/],
      ['a binary body', 'GET', '/api/odd/picture', /200[^]*64 bytes[^]*The body is binary \(image\/png/],
      ['a long body', 'GET', '/api/odd/long', /200[^]*The body is longer\. This is its start/],
      ['no body', 'OPTIONS', '/api/posts', /204[^]*The body is empty/],
      ['HEAD', 'HEAD', '/api/posts', /200[^]*HEAD has no body/],
      ['no response', 'GET', '/api/odd/gone', /No response: Failed to fetch[^]*The server may be down/],
      ['a path with two slashes, which does not lead to another host', 'GET', '//example.invalid/', /404/],
    ] as const) {
      await page.getByLabel('Method', { exact: true }).selectOption(method);
      await page.locator('#url').fill(url);
      await send(page);
      expect({ what, text: await response(page).innerText() }).toEqual({ what, text: expect.stringMatching(expected) });
    }
    // Chrome logs a connection that closes without a response.
    expect(opened.at(-1)!.pageErrors.splice(0)).toEqual([expect.stringMatching('ERR_EMPTY_RESPONSE')]);
  });

  it('follows a redirect if you check that', async () => {
    const page = await open('#url=/api/odd/moved');
    await page.getByText('Headers and body').click();
    await page.getByLabel('Follow redirects').check();
    await send(page);
    expect(await response(page).innerText()).toMatch(/200[^]*Redirected to http:\/\/127[^]*\/api\/posts/);
  });

  it('stops a response that does not end, and shows what arrived', async () => {
    const page = await open('#url=/api/odd/endless');
    await page.locator('#send').click();
    await response(page).getByText('200 OK, reading the body').waitFor();
    await page.locator('#send', { hasText: 'Stop' }).click();
    await response(page).locator('.status', { hasText: '200' }).waitFor();
    expect(await response(page).innerText()).toMatch(/The body is longer[^]*first/);
  });

  it('stops a request that gets no response', async () => {
    const page = await open('#url=/api/odd/silent');
    await page.locator('#send').click();
    await page.locator('#send', { hasText: 'Stop' }).click();
    await response(page).getByText('Stopped before there was a response.').waitFor();
  });

  it('discards a pending request when another route is selected', async () => {
    const page = await open('#url=/api/odd/silent');
    await page.locator('#send').click();
    await page.locator('#send', { hasText: 'Stop' }).waitFor();
    await page.getByRole('button', { name: '/api/posts/create' }).click();
    await page.locator('#match-summary', { hasText: 'posts/create.js answers' }).waitFor();
    expect(await response(page).textContent()).toBe('');
    expect(await page.locator('#send').textContent()).toBe('Send');
  });

  it('shows several folders side by side', async () => {
    const [one, other] = [changeableFolder(['a.js', 'b/[id].js']), changeableFolder(['a.js'])];
    const { origin: at } = await listen(createExplorerApp({ '/api': one.router, '/api/admin': other.router }));
    const page = await open('', undefined, at);
    expect(await urlsOf(page)).toEqual(['/api/a', '/api/b/[id]', '/api/admin/a']);
    await page.getByRole('button', { name: '/api/admin/a' }).click();
    await page.locator('#match-summary', { hasText: 'a.js' }).waitFor();
    expect(await page.locator('#rows [data-answers] [data-name=URL]').allTextContents()).toEqual(['/api/admin/a']);
    expect(await page.locator('#rows [aria-current=true]').count()).toBe(1);
    expect(await page.locator('#files [aria-selected=true]').count()).toBe(1);
    expect(await page.locator('#route dl').textContent()).toContain('Mounted at/api/admin');
  });

  it('keeps its state in its URL', async () => {
    const page = await open();
    await page.getByPlaceholder('Filter').fill('posts');
    await page.getByRole('button', { name: '/api/posts/[pid]' }).click();
    await page.locator('#url').fill('/api/posts/9?x=1');
    const other = await open(await page.evaluate<string>('location.hash'));
    expect(await other.locator('#url').inputValue()).toBe('/api/posts/9?x=1');
    expect(await other.getByPlaceholder('Filter').inputValue()).toBe('posts');
    expect(await other.locator('#route h3').innerText()).toBe('/api/posts/[pid]');
    await page.goBack();
    await page.getByText('Select a file').waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('create');
    expect(await urlsOf(page)).toEqual(['/api/posts/create']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#route h3', { hasText: '/api/posts/create' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    expect(await rows(page).count()).toBe(router.routes.length);

    await page.locator('[role=treeitem][tabindex="0"]').focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.locator('#route h3', { hasText: '/api/docs/[...path]' }).waitFor();
    for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await treeItem(page, '[...path].js').waitFor({ state: 'detached' });
    expect(await page.locator(':focus').innerText()).toContain('docs/');

    await page.locator('#url').focus();
    await page.keyboard.press('Enter');
    await response(page).locator('.status', { hasText: '200' }).waitFor();
  });

  it('fits a phone with long paths', async () => {
    const page = await open('#url=/api/docs/a/b', { viewport: { width: 360, height: 640 } });
    const widths = (): Promise<unknown> => page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(await widths()).toEqual([360, 360]);
    await page.getByRole('button', { name: '/api/team/inner/[[...rest]]' }).click();
    await page.locator('#route h3').waitFor();
    await page.locator('#url').fill(`/api/docs/${'long'.repeat(100)}`);
    await send(page);
    await page.locator('#match dd', { hasText: 'longlong' }).first().waitFor();
    expect(await widths()).toEqual([360, 360]);
  });

  it('is light or dark like the system, or as you chose before', async () => {
    const background = (page: Page): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await open('', { colorScheme: 'dark' });
    expect(await background(dark)).toBe('rgb(20, 22, 26)');
    await dark.getByRole('button', { name: 'Theme: system' }).click();
    expect(await background(dark)).toBe('rgb(244, 245, 247)');
    await dark.reload();
    await dark.getByRole('button', { name: 'Theme: light' }).waitFor();
    expect(await background(dark)).toBe('rgb(244, 245, 247)');
  });

  describe('with a folder that changes', () => {
    const bad: Problem = {
      code: 'FSR_LOAD_FAILED',
      message: 'It threw <b>while</b> it was loaded.',
      help: 'correct it.',
      files: ['posts/broken.js'],
    };

    it('shows the change without a reload, and what is broken, with the fix', async () => {
      const folder = changeableFolder(['posts/[pid].js']);
      const { origin: at } = await listen(createExplorerApp({ '/api': folder.router }));
      const page = await open('', undefined, at);
      await page.locator('#connection', { hasText: 'Live' }).waitFor();
      folder.change(
        ['posts/[pid].js', 'posts/broken.js'],
        [bad, { ...bad, code: 'FSR_BAD_BRACKETS', files: ['[a.js'] }],
      );
      await page.locator('#problems', { hasText: 'It threw <b>while</b> it was loaded. FSR_LOAD_FAILED' }).waitFor();
      await treeItem(page, '[a.js').getByText('problem').waitFor();
      await treeItem(page, 'broken.js').click();
      await page.locator('#route .problem', { hasText: 'Fix: correct it.' }).waitFor();
      await page.locator('#match [data-outcome=broken]').waitFor();
      folder.change(['posts/[pid].js']);
      await page.locator('#problems').waitFor({ state: 'hidden' });
      await page.getByText('This file no longer exists').waitFor();
    });

    it('says that the connection is lost, and shows the files of the next server', async () => {
      const first = await listen(createExplorerApp({ '/api': changeableFolder(['a.js']).router }));
      const page = await open('', undefined, first.origin);
      await closeServer(first.server);
      await page.getByText('No connection to the server').waitFor();
      await listen(
        createExplorerApp({ '/api': changeableFolder(['b.js']).router }),
        Number(new URL(first.origin).port),
      );
      await page.locator('#rows', { hasText: '/api/b' }).waitFor();
      await page.locator('#connection', { hasText: 'Live' }).waitFor();
    });
  });

  it('follows edits in the example of docs/explorer.md', async () => {
    const server = await serveMarkdown(readDocument('docs/explorer.md'));
    try {
      const page = await open('#url=/api/posts/7', undefined, server.origin);
      await page.locator('#match-summary', { hasText: 'posts/[pid].js answers GET with its export GET.' }).waitFor();
      const folder = path.join(server.folder, 'api', 'posts');
      fs.writeFileSync(path.join(folder, '7.js'), 'export const GET = (req, res) => res.json("new")');
      await page.locator('#match-summary', { hasText: 'posts/7.js answers GET' }).waitFor();
      fs.writeFileSync(path.join(folder, '7.js'), 'export const GET = 1');
      await treeItem(page, '7.js').getByText('problem').waitFor();
      await page.locator('#problems', { hasText: 'FSR_BAD_HANDLER' }).waitFor();
      fs.rmSync(path.join(folder, '7.js'));
      await page.locator('#problems').waitFor({ state: 'hidden' });
      await page.locator('#match-summary', { hasText: 'posts/[pid].js answers' }).waitFor();
    } finally {
      server.close();
    }
  });

  it('shows names with markup and unusual characters as text', async () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)<%2Fscript>',
      `"'&amp;`,
      '\u202Egnp',
      '👩‍👩‍👧',
      'עברית',
      'l'.repeat(250),
      '[<b>]',
      '{{nonce}}',
    ];
    const files = names.map((name) => `${name}.js`);
    // By default, most of these names are refused as the params of other routers.
    const { router } = changeableFolder(files, [], { isNext: true });
    const { origin: at } = await listen(createExplorerApp({ '/api': router }));
    const page = await open('', { viewport: { width: 360, height: 640 } }, at);
    // The character that reverses the order of letters is escaped.
    const shown = names.map((name) => `${name.replace('\u202E', 'U+202E')}.js`);
    expect((await page.locator('#rows [data-name=File]').allTextContents()).sort()).toEqual(shown.sort());
    await page.getByRole('button', { name: '<img' }).click();
    await page.locator('#match-summary', { hasText: '<img' }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('renders some of 1,000 routes, and more on demand', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `part${index % 50}/route${index}.js`);
    const { origin: at } = await listen(createExplorerApp({ '/api': changeableFolder(many).router }));
    const page = await open('', undefined, at);
    expect(await rows(page).count()).toBe(200);
    await page.getByRole('button', { name: 'Show 200 of 800 more' }).click();
    expect(await rows(page).count()).toBe(400);
    expect(await page.getByRole('treeitem').count()).toBe(51);
    await page.getByPlaceholder('Filter').fill('route999');
    await page.getByRole('button', { name: '/api/part49/route999' }).click();
    await treeItem(page, 'route999.js').waitFor();

    const wide = await listen(
      createExplorerApp({
        '/api': changeableFolder(many.slice(0, 400).map((file) => path.posix.basename(file))).router,
      }),
    );
    const other = await open('', undefined, wide.origin);
    expect(await other.getByRole('treeitem').count()).toBe(300);
    await other.locator('#more-files', { hasText: 'Show 101 of 101 more' }).press('Enter');
    expect(await other.getByRole('treeitem').count()).toBe(401);
  });
});

/** Takes the screenshots of the explorer for docs/explorer.md, on the demo: `npm run screenshots`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../__tests__/support/browser.js';

const wide = { width: 1280, height: 860 };
const screenshots = [
  { name: 'light', colorScheme: 'light', viewport: wide, method: 'GET' },
  { name: 'dark', colorScheme: 'dark', viewport: wide, method: 'POST' },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 390, height: 1000 }, method: 'GET' },
] as const;

type Screenshot = (typeof screenshots)[number];

async function startDemo(): Promise<{ origin: string; stop: () => void }> {
  const file = fileURLToPath(new URL('../demo-app/server.ts', import.meta.url));
  const demo = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(demo.stdout, 'data')) as [Buffer];
  const [origin] = /http:\/\/localhost:\d+/.exec(printed.toString()) ?? [];
  if (origin === undefined) throw new Error(`The demo did not start: ${printed.toString()}`);
  return { origin, stop: () => void demo.kill() };
}

async function takeScreenshot(browser: Browser, origin: string, screenshot: Screenshot): Promise<void> {
  const { name, colorScheme, viewport, method } = screenshot;
  const page = await browser.newPage({ viewport, colorScheme });
  const url = method === 'GET' ? '/api/posts/1?draft=1' : '/api/posts';
  const file = method === 'GET' ? 'posts/[pid].ts' : 'posts/index.ts';
  await page.goto(`${origin}/_routes#${new URLSearchParams({ folder: '/api', file, method, url }).toString()}`);
  if (method === 'POST') {
    await page.getByText('Headers and body').click();
    await page.getByLabel('Body', { exact: true }).fill('{ "title": "Hello" }');
  }
  await page.getByText('chosen', { exact: true }).waitFor();
  if (method === 'GET') {
    await page.locator('#send').click();
    await page.locator('#response .status').waitFor();
  }
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: fileURLToPath(new URL(`explorer-${name}.png`, import.meta.url)) });
  await page.close();
}

const demo = await startDemo();
const browser = await launchBrowser();
try {
  for (const screenshot of screenshots) await takeScreenshot(browser, demo.origin, screenshot);
} finally {
  await browser.close();
  demo.stop();
}

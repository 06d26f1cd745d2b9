import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { run, withLock, type Outcome } from './child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The paths at which systems install Chromium, Chrome and Edge. */
const browserPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .flatMap((name) => process.env[name] ?? [])
    .flatMap((folder) => [
      path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
];

/** The flags for a browser that requests nothing but the test's own server, and runs in a container. */
const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Launches a headless Chromium: the one at `CHROME_PATH`, one that is installed, or one that it installs.
 *
 * @throws {Error} that says what to do if there is no browser and none can be installed
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser() ?? (await installBrowser()), args: browserArgs });
}

function findBrowser(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && !fs.existsSync(named)) throw new Error(`CHROME_PATH is '${named}', which does not exist.`);
  return named ?? [...browserPaths, chromium.executablePath()].find((file) => fs.existsSync(file));
}

/** Installs a browser once, even if several of jest's workers need it at the same time. */
async function installBrowser(): Promise<string> {
  const outcomes: Outcome[] = [];
  await withLock(root, async () => {
    for (const [command, args] of installers()) {
      if (findBrowser() !== undefined) return;
      outcomes.push(await run(command, args, root).catch(failedOutcome));
    }
  });
  const found = findBrowser();
  if (found !== undefined) return found;
  throw new Error(
    `The tests of the explorer need a browser, but none could be installed. Install Chromium or Chrome, or set CHROME_PATH to one.\n${outcomes.map(({ stdout, stderr }) => stdout + stderr).join('\n')}`,
  );
}

function installers(): [command: string, args: string[]][] {
  const isDebian = process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
  const packages = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium';
  const playwright = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
  return [
    ...(isDebian ? [['/bin/sh', ['-c', packages]] satisfies [string, string[]]] : []),
    [process.execPath, [playwright, 'install', 'chromium']],
  ];
}

function failedOutcome(error: unknown): Outcome {
  return { code: null, stdout: '', stderr: String(error) };
}

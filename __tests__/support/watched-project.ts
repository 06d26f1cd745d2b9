import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import express from 'express';
import { environment } from './child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isExpress4 = 'query' in express;

/** An app around the folder `api`, with an error handler that tells the client what it may know. */
const server = `
import express from 'express';
import { fsRoutes } from 'express-pages-api';

const app = express();
const router = fsRoutes('./api', { watch: true, ...JSON.parse(process.env.OPTIONS) });
app.use('/api', router);
app.use((req, res) => res.status(404).send('none'));
app.use((error, req, res, next) => res.status(error.status ?? 500).send(error.expose ? error.message : 'hidden'));
router.ready.catch(() => undefined).then(() => {
  const server = app.listen(0, () => process.send(server.address().port));
  process.once('message', async () => {
    await router.close();
    server.close();
    server.closeAllConnections();
    process.disconnect();
  });
});
`;

export interface ProjectSettings {
  /** Of `fsRoutes`. */
  readonly options?: object;
  /** Arguments for Node.js. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The file to start; without one of its own, the project has a `server.mjs`. */
  readonly main?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** How long something may take on a busy machine, before it counts as not done: 30 seconds. */
const patience = 30_000;

const projects: WatchedProject[] = [];

/** A project of its own on the disk, with the built package installed in it, whose server runs while its files change. */
export class WatchedProject {
  readonly folder: string;
  private child: ChildProcess | undefined;
  private port = 0;
  stderr = '';
  stdout = '';

  /** @param folder of another project, which is used as it is */
  constructor(files: Readonly<Record<string, string>>, folder?: string) {
    projects.push(this);
    this.folder = folder ?? fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watched-project-')));
    if (folder !== undefined) return;
    this.install();
    for (const [file, text] of Object.entries({
      'package.json': '{"type":"module"}',
      'server.mjs': server,
      ...files,
    })) {
      this.write(file, text);
    }
  }

  async start({ options = {}, args = [], env = {}, main = 'server.mjs' }: ProjectSettings = {}): Promise<this> {
    const child = fork(main, {
      cwd: this.folder,
      execArgv: [...args],
      env: { ...environment(), OPTIONS: JSON.stringify(options), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    const [port] = (await Promise.race([
      once(child, 'message'),
      once(child, 'close').then(() => Promise.reject(new Error(`The server did not start:\n${this.stderr}`))),
    ])) as [number];
    this.port = port;
    return this;
  }

  /** Answers of a server that is started for the files as they are now, and of which nothing is watched. */
  async answersOfFreshStart(pathnames: readonly string[]): Promise<Answer[]> {
    const fresh = await new WatchedProject({}, this.folder).start({ options: { watch: false } });
    const answers = await Promise.all(pathnames.map((pathname) => fresh.get(pathname)));
    await fresh.stop();
    return answers;
  }

  /** Writes a file in place, as most programs do. */
  write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(this.at(file)), { recursive: true });
    fs.writeFileSync(this.at(file), text);
  }

  /** Writes another file and puts it in the place of the first, as many editors do. */
  replace(file: string, text: string): void {
    const other = `${this.at(file)}~`;
    fs.writeFileSync(other, text);
    fs.renameSync(other, this.at(file));
  }

  move(from: string, to: string): void {
    fs.mkdirSync(path.dirname(this.at(to)), { recursive: true });
    fs.renameSync(this.at(from), this.at(to));
  }

  remove(file: string): void {
    fs.rmSync(this.at(file), { recursive: true });
  }

  at(file: string): string {
    return path.join(this.folder, ...file.split('/'));
  }

  url(pathname: string): string {
    return `http://127.0.0.1:${this.port}${pathname}`;
  }

  async get(pathname: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url(pathname), init);
    return { status: response.status, text: await response.text() };
  }

  /** The first answer that is as it should be; the last one, where none is in time. */
  async getUntil(pathname: string, isRight: (answer: Answer) => boolean, init: RequestInit = {}): Promise<Answer> {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await this.get(pathname, init);
      if (isRight(answer) || Date.now() > end) return answer;
      await pause(10);
    }
  }

  /** Waits for a text on standard error. */
  async printed(text: string): Promise<void> {
    for (const end = Date.now() + patience; !this.stderr.includes(text) && Date.now() < end;) await pause(10);
  }

  /** What the server sends to us next. */
  async message(): Promise<unknown> {
    const [message] = (await once(this.child!, 'message')) as unknown[];
    return message;
  }

  signal(signal: NodeJS.Signals): void {
    this.child!.kill(signal);
  }

  /** Closes the Router and the server, and waits until nothing keeps the process alive. */
  stop(): Promise<number | null> {
    this.child!.send('stop');
    return this.exit();
  }

  async exit(): Promise<number | null> {
    if (this.child!.exitCode === null) await once(this.child!, 'exit');
    return this.child!.exitCode;
  }

  async end(): Promise<void> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** A copy of what is built, so that the packages that it imports are those of the project: Express 4 or 5. */
  private install(): void {
    const modules = path.join(this.folder, 'node_modules');
    const own = path.join(modules, 'express-pages-api');
    fs.mkdirSync(own, { recursive: true });
    fs.copyFileSync(path.join(root, 'package.json'), path.join(own, 'package.json'));
    const filter = (file: string) => !file.endsWith('.map');
    fs.cpSync(path.join(root, 'dist'), path.join(own, 'dist'), { recursive: true, filter });
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const link = (name: string, installed: string) =>
      fs.symlinkSync(path.join(root, 'node_modules', installed), path.join(modules, name), 'junction');
    for (const name of [...Object.keys(dependencies), 'tsx']) link(name, name);
    link('express', isExpress4 ? 'express4' : 'express');
  }
}

afterAll(async () => {
  for (const project of projects.splice(0)) await project.end();
});

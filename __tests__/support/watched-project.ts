import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { ServerProcess } from './server-process.js';
import { findWorkspace, install, ownServer, removeWorkspace } from './watched-workspace.js';

export interface ProjectSettings {
  /** The options of `fsRoutes`. */
  readonly options?: object;
  /** The arguments of Node.js. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The file to start, if it is not `server.mjs`, which every project has. */
  readonly main?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The time after which something counts as not done, on a machine that may be busy. */
const timeoutMs = 30_000;

const projects = new Set<WatchedProject>();
let sharedProcess: ServerProcess | undefined;

/** A project on the disk that can use the built package, and whose files change while it is served. */
export class WatchedProject {
  readonly folder: string;
  /** Is `true` if the shared process serves the project. */
  isServed = false;
  private process: ServerProcess | undefined;
  private stderrStart = 0;
  private port = 0;

  /**
   * Writes the files of a new project.
   *
   * @param folder the folder of another project, which is used as it is
   */
  constructor(files: Readonly<Record<string, string>>, folder?: string) {
    projects.add(this);
    this.folder = folder ?? fs.mkdtempSync(path.join(findWorkspace(), 'project-'));
    if (folder !== undefined) return;
    const own = { 'package.json': '{"type":"module"}', 'server.mjs': ownServer };
    for (const [file, text] of Object.entries({ ...own, ...files })) this.write(file, text);
  }

  get stderr(): string {
    return this.process?.stderr.slice(this.stderrStart) ?? '';
  }

  get stdout(): string {
    return this.process?.stdout ?? '';
  }

  /**
   * Serves the project from the process that all projects of a test file share, because starting one takes much longer
   * than most tests. Tests that look at its output must not run concurrently.
   *
   * @param options the options of `fsRoutes`
   */
  async serve(options: object = {}): Promise<this> {
    // A file that was written just before it is loaded may have changed meanwhile, so it would be loaded twice.
    await pause(20);
    sharedProcess ??= new ServerProcess('server.mjs', findWorkspace());
    this.process = sharedProcess;
    this.isServed = true;
    const answer = await sharedProcess.ask(this.folder, options);
    if (answer.failure !== undefined) throw new Error(answer.failure);
    this.port = answer.port ?? 0;
    // What this project prints follows this line.
    const line = `serving ${this.folder}\n`;
    await waitFor(() => this.stderr.includes(line));
    this.stderrStart = this.stderr.indexOf(line) + line.length;
    return this;
  }

  /** Serves the project from a process of its own. */
  async start({ options = {}, args = [], env = {}, main = 'server.mjs' }: ProjectSettings = {}): Promise<this> {
    this.process = new ServerProcess(main, this.folder, args, { OPTIONS: JSON.stringify(options), ...env });
    this.port = (await this.process.message()) as number;
    return this;
  }

  /** Returns the answers of a process that is started for the files as they are now, and does not watch them. */
  async answersOfFreshStart(pathnames: readonly string[]): Promise<Answer[]> {
    const fresh = await new WatchedProject({}, this.folder).start({ options: { watch: false } });
    const answers = await Promise.all(pathnames.map((pathname) => fresh.get(pathname)));
    await fresh.stop();
    return answers;
  }

  /**
   * Writes a file in place. If it exists, that is one step, because on a busy machine a file that is truncated first is
   * found empty, and reported.
   */
  write(file: string, text: string): void {
    const to = this.at(file);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    const { size } = fs.statSync(to, { throwIfNoEntry: false }) ?? {};
    if (size === undefined || text === '') fs.writeFileSync(to, text);
    else fs.writeFileSync(to, text.padEnd(size), { flag: 'r+' });
  }

  /** Writes another file and renames it to the first, as many editors do. */
  replace(file: string, text: string): void {
    const other = `${this.at(file)}~`;
    fs.mkdirSync(path.dirname(other), { recursive: true });
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

  /** Returns the absolute path of a file. */
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

  /** Repeats a request until the answer is right. Returns that answer, or the last one if none is right in time. */
  async getUntil(pathname: string, isRight: (answer: Answer) => boolean, init: RequestInit = {}): Promise<Answer> {
    const endAt = Date.now() + timeoutMs;
    for (;;) {
      const answer = await this.get(pathname, init);
      if (isRight(answer) || Date.now() > endAt) return answer;
      await pause(10);
    }
  }

  /** Waits until standard error has a text. */
  async printed(text: string): Promise<void> {
    await waitFor(() => this.stderr.includes(text));
  }

  /** Returns the next message of the project's own process. */
  message(): Promise<unknown> {
    return this.process!.message();
  }

  signal(signal: NodeJS.Signals): void {
    this.process!.child.kill(signal);
  }

  /**
   * Closes the Router and the server of the project's own process. Returns its exit code when nothing keeps it alive.
   */
  stop(): Promise<number | null> {
    this.process!.child.send('stop');
    return this.exit();
  }

  exit(): Promise<number | null> {
    return this.process!.exit();
  }

  /** Stops serving the project, whatever its state, and removes it. */
  async end(): Promise<void> {
    projects.delete(this);
    if (this.isServed) await this.process?.ask(this.folder);
    else await this.process?.kill();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gives the project a copy of the package of its own. */
  install(): void {
    install(this.folder);
  }
}

async function waitFor(isDone: () => boolean): Promise<void> {
  for (const endAt = Date.now() + timeoutMs; !isDone() && Date.now() < endAt;) await pause(5);
}

/** Stops all projects that the shared process serves. For `afterEach`. */
export async function endServedProjects(): Promise<void> {
  await Promise.all([...projects].filter(({ isServed }) => isServed).map((project) => project.end()));
}

afterAll(async () => {
  await Promise.all([...projects].map((project) => project.end()));
  await sharedProcess?.kill();
  removeWorkspace();
});

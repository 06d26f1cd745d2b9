/** @import { ChildProcess } from 'node:child_process' */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyOwnPackage } from '../support/own-package.js';
import { createTemporaryFolder } from '../support/temporary-folder.js';
import { waitFor } from '../support/wait-for.js';

const serverFile = fileURLToPath(new URL('server.js', import.meta.url));
const editTimeoutMs = 20_000;

/** @typedef {'cpu' | 'memory'} Question A message to the server, which it answers with figures of its process. */

/** A project on the disk whose server runs with `watch: true`, and a client that keeps its connection. */
export class Project {
  #child;
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  /** The connections that answers came over. */
  sockets = new Set();

  /**
   * @param {string} folder
   * @param {ChildProcess} child
   * @param {number} port
   */
  constructor(folder, child, port) {
    this.folder = folder;
    this.#child = child;
    this.port = port;
  }

  /**
   * Creates a project in a temporary folder, and starts its server.
   *
   * @param {Readonly<Record<string, string>>} files The texts of its files, by their names.
   * @param {readonly string[]} [flags] Flags of node.
   */
  static async start(files, flags = []) {
    const folder = createTemporaryFolder();
    const modules = path.join(folder, 'node_modules');
    fs.mkdirSync(modules);
    copyOwnPackage(modules, ['express', 'tsx']);
    fs.copyFileSync(serverFile, path.join(folder, 'server.mjs'));
    for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
      writeFile(path.join(folder, file), text);
    }
    const child = forkServer(folder, {}, flags);
    return new Project(folder, child, await readPort(child));
  }

  /**
   * Resolves to the answers of a server that starts with the files as they are now, and watches nothing.
   *
   * @param {readonly string[]} pathnames
   */
  async getAllAfterFreshStart(pathnames) {
    const child = forkServer(this.folder, { WATCH: 'off' });
    const answers = await getAll(pathnames, await readPort(child));
    child.kill();
    return answers;
  }

  /**
   * Resolves to the answers of all paths, in one text.
   *
   * @param {readonly string[]} pathnames
   */
  async getAll(pathnames) {
    return getAll(pathnames, this.port);
  }

  /**
   * Resolves to the status and the body, over the connection that is kept.
   *
   * @param {string} pathname
   */
  async get(pathname) {
    const request = http.get({ port: this.port, path: pathname, agent: this.#agent });
    const response = /** @type {http.IncomingMessage} */ (await waitFor(request, 'response'));
    this.sockets.add(response.socket);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    return `${response.statusCode} ${text}`;
  }

  /**
   * Makes an edit and resolves to the milliseconds from before it until the first answer that has it. Requests follow
   * each other without a pause.
   *
   * @param {() => void} edit
   * @param {string} pathname
   * @param {(answer: string) => boolean} isNew
   */
  async measureEditMs(edit, pathname, isNew) {
    const start = performance.now();
    edit();
    while (!isNew(await this.get(pathname))) {
      if (performance.now() - start > editTimeoutMs) throw new Error(`An edit did not show at ${pathname}.`);
    }
    return performance.now() - start;
  }

  stop() {
    this.#agent.destroy();
    this.#child.kill();
  }

  /**
   * Returns the absolute path of a file.
   *
   * @param {string} file Relative to the project, with `/`.
   */
  resolve(file) {
    return path.join(this.folder, file);
  }

  /**
   * @param {string} file
   * @param {string} text
   */
  write(file, text) {
    writeFile(this.resolve(file), text);
  }

  /**
   * Writes another file and renames it, as many editors save.
   *
   * @param {string} file
   * @param {string} text
   */
  replace(file, text) {
    this.write(`${file}~`, text);
    this.move(`${file}~`, file);
  }

  /**
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    fs.renameSync(this.resolve(from), this.resolve(to));
  }

  /** @param {string} file A file or a folder. */
  remove(file) {
    fs.rmSync(this.resolve(file), { recursive: true });
  }

  /** Resolves to the memory of the server in bytes, after garbage was collected. */
  async memory() {
    return /** @type {NodeJS.MemoryUsage} */ (await this.#ask('memory'));
  }

  /**
   * Resolves to the milliseconds of CPU time per second that the server takes.
   *
   * @param {number} seconds The time over which it is measured.
   */
  async measureCpuMsPerSecond(seconds) {
    const before = await this.#cpuMs();
    await pause(seconds * 1000);
    return ((await this.#cpuMs()) - before) / seconds;
  }

  async #cpuMs() {
    const { user, system } = /** @type {NodeJS.CpuUsage} */ (await this.#ask('cpu'));
    return (user + system) / 1000;
  }

  /**
   * @param {Question} question
   * @returns {Promise<unknown>}
   */
  async #ask(question) {
    this.#child.send(question);
    return waitFor(this.#child, 'message');
  }
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} env
 * @param {readonly string[]} [flags]
 */
function forkServer(folder, env, flags = []) {
  return fork('server.mjs', {
    cwd: folder,
    execArgv: ['--expose-gc', ...flags],
    env: { ...process.env, NODE_ENV: '', ...env },
    stdio: ['ignore', 'ignore', process.env['BENCH_LOG'] ? 'inherit' : 'ignore', 'ipc'],
  });
}

/** @param {ChildProcess} child */
async function readPort(child) {
  return /** @type {number} */ (await waitFor(child, 'message'));
}

/**
 * @param {readonly string[]} pathnames
 * @param {number} port
 */
async function getAll(pathnames, port) {
  const answers = await Promise.all(
    pathnames.map(async (pathname) => {
      const response = await fetch(`http://localhost:${port}${pathname}`);
      return `${pathname} ${response.status} ${await response.text()}`;
    }),
  );
  return answers.join('\n');
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeFile(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

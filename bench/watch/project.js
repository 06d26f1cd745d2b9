import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary-folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = fileURLToPath(new URL('server.js', import.meta.url));

/** A project on the disk whose server runs with `watch: true`, and a client of it that keeps its connection. */
export class Project {
  folder = temporaryFolder();
  agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  /** The connections that answers came over. */
  sockets = new Set();

  /** @param {Record<string, string>} files */
  constructor(files) {
    const modules = path.join(this.folder, 'node_modules');
    fs.mkdirSync(modules);
    const own = path.join(modules, 'express-pages-api');
    fs.cpSync(path.join(root, 'dist'), path.join(own, 'dist'), { recursive: true });
    fs.copyFileSync(path.join(root, 'package.json'), path.join(own, 'package.json'));
    const { dependencies } = createRequire(import.meta.url)(path.join(root, 'package.json'));
    for (const name of [...Object.keys(dependencies), 'express', 'tsx']) {
      fs.symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
    }
    fs.copyFileSync(server, path.join(this.folder, 'server.mjs'));
    this.write('package.json', '{"type":"module"}');
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  /** @param {readonly string[]} [flags] of node */
  async start(flags = []) {
    this.child = this.fork(flags, {});
    this.port = await this.message();
    return this;
  }

  /** Asks a server that is started for the files as they are now, and that watches nothing. */
  async askFreshStart(pathnames) {
    const child = this.fork([], { WATCH: 'off' });
    const [port] = await once(child, 'message');
    const answers = await this.askAll(pathnames, port);
    child.kill();
    return answers;
  }

  /** @returns {Promise<string>} the answers of all paths, in one text */
  async askAll(pathnames, port = this.port) {
    const answers = await Promise.all(
      pathnames.map(async (pathname) => {
        const response = await fetch(`http://localhost:${port}${pathname}`);
        return `${pathname} ${response.status} ${await response.text()}`;
      }),
    );
    return answers.join('\n');
  }

  fork(flags, env) {
    return fork('server.mjs', {
      cwd: this.folder,
      execArgv: ['--expose-gc', ...flags],
      env: { ...process.env, NODE_ENV: '', ...env },
      stdio: ['ignore', 'ignore', process.env['BENCH_LOG'] ? 'inherit' : 'ignore', 'ipc'],
    });
  }

  async message() {
    const [message] = await once(this.child, 'message');
    return message;
  }

  stop() {
    this.agent.destroy();
    this.child.kill();
  }

  /** @param {string} file relative, with `/` */
  at(file) {
    return path.join(this.folder, file);
  }

  write(file, text) {
    fs.mkdirSync(path.dirname(this.at(file)), { recursive: true });
    fs.writeFileSync(this.at(file), text);
  }

  /** As many editors save. */
  replace(file, text) {
    fs.writeFileSync(`${this.at(file)}~`, text);
    fs.renameSync(`${this.at(file)}~`, this.at(file));
  }

  move(from, to) {
    fs.renameSync(this.at(from), this.at(to));
  }

  remove(file) {
    fs.rmSync(this.at(file), { recursive: true });
  }

  /** @returns {Promise<string>} the status and the body */
  async get(pathname) {
    const request = http.get({ port: this.port, path: pathname, agent: this.agent });
    const [response] = await once(request, 'response');
    this.sockets.add(response.socket);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return `${response.statusCode} ${text}`;
  }

  /**
   * Milliseconds from before a change until the first answer that has it. Asks all the time.
   *
   * @param {() => void} change
   * @param {(answer: string) => boolean} isNew
   */
  async timeOf(change, pathname, isNew) {
    const begin = performance.now();
    change();
    while (!isNew(await this.get(pathname))) {
      if (performance.now() - begin > 20_000) throw new Error(`A change was not seen at ${pathname}.`);
    }
    return performance.now() - begin;
  }

  /** What is left after a collection of garbage, in bytes. */
  async memory() {
    this.child.send('memory');
    return this.message();
  }

  /** Milliseconds of processor time per second, measured over some seconds. */
  async processorTime(seconds) {
    const ask = async () => {
      this.child.send('processor');
      const { user, system } = await this.message();
      return (user + system) / 1000;
    };
    const before = await ask();
    await pause(seconds * 1000);
    return ((await ask()) - before) / seconds;
  }
}

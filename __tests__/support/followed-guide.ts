import fs from 'node:fs';
import path from 'node:path';
import { routeFolder } from './route-folder.js';
import { ServerProcess } from './server-process.js';
import { install } from './watched-workspace.js';

export interface GuideRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface GuideAnswer {
  readonly request: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The headers that differ from one response to the next. */
const changingHeaders = ['date', 'connection', 'keep-alive'];

/** A project that is changed by the code blocks of a guide, and started after each change. */
export class GuidedProject {
  readonly folder = routeFolder({ 'package.json': '{ "type": "module" }' });

  constructor(private readonly expressName: 'express' | 'express4') {
    install(this.folder, expressName);
  }

  /**
   * Does what a part of the guide says: writes the files of its blocks in JavaScript, changes files by its diffs, and
   * moves and removes files by its commands. All blocks name the file in a first comment.
   */
  follow(part: string): void {
    for (const [, language, code] of part.matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
      if (language === 'js') this.write(code!);
      else if (language === 'diff') this.change(code!);
      else if (language === 'sh')
        code!
          .trim()
          .split('\n')
          .forEach((command) => this.run(command));
      else throw new Error(`A block of the guide is in ${language!}.`);
    }
  }

  /** Starts `server.js`, sends the requests one after the other, and returns the answers. */
  async answers(requests: readonly GuideRequest[]): Promise<GuideAnswer[]> {
    // The server of the guide listens on 3000 and prints nothing.
    const source = this.read('server.js');
    const listening = 'app.listen(3000)';
    if (!source.includes(listening)) throw new Error('The server of the guide does not listen on 3000.');
    const report = 'app.listen(0, function () { process.send(this.address().port); })';
    fs.writeFileSync(this.at('started.js'), source.replace(listening, report));
    const server = new ServerProcess('started.js', this.folder);
    try {
      const origin = `http://localhost:${String(await server.message())}`;
      const answers: GuideAnswer[] = [];
      for (const request of requests) answers.push(await send(origin, request));
      return answers;
    } finally {
      await server.kill();
    }
  }

  at(file: string): string {
    return path.join(this.folder, file);
  }

  private read(file: string): string {
    return fs.readFileSync(this.at(file), 'utf8');
  }

  private write(code: string): void {
    const [, file, source] = /^\/\/ (\S+)\n([^]*)$/.exec(code)!;
    // A comment `// Express 4: …` has what the next line is on that version.
    const own = source!.replace(/^\/\/ Express 4: (.*\n)(.*\n)/gm, this.expressName === 'express4' ? '$1' : '$2');
    fs.mkdirSync(path.dirname(this.at(file!)), { recursive: true });
    fs.writeFileSync(this.at(file!), own);
  }

  private change(diff: string): void {
    const [, file, hunk] = /^ \/\/ (\S+)\n([^]*)$/.exec(diff)!;
    const side = (without: RegExp) =>
      hunk!
        .split('\n')
        .filter((line) => line !== '' && !without.test(line))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const [before, after] = [side(/^\+/), side(/^-/)];
    const parts = this.read(file!).split(before);
    if (parts.length !== 2) throw new Error(`The guide changes lines that ${file!} does not have:\n${before}`);
    fs.writeFileSync(this.at(file!), parts.join(after));
  }

  private run(command: string): void {
    const [, name, from, to] = /^git (mv|rm) (\S+)(?: (\S+))?$/.exec(command)!;
    if (name === 'rm') return fs.rmSync(this.at(from!));
    fs.mkdirSync(path.dirname(this.at(to!)), { recursive: true });
    fs.renameSync(this.at(from!), this.at(to!));
  }
}

async function send(origin: string, { method, path, headers, body }: GuideRequest): Promise<GuideAnswer> {
  const response = await fetch(origin + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const kept = [...response.headers].filter(([name]) => !changingHeaders.includes(name));
  const sent = `${method} ${path} ${JSON.stringify({ ...headers, body })}`;
  return {
    request: sent,
    status: response.status,
    headers: Object.fromEntries(kept),
    body: await response.text(),
  };
}

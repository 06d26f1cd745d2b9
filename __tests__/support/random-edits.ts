import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The number of editors that work at the same time, each on files of its own. */
const editorCount = 3;
const routeNames = ['a', 'b', 'c', 'd', 'e'];

/** Returns a version as a text of the same size for every version. */
const digits = (version: number) => String(version).padStart(6, '0');
const esmLeaf = (version: number) => `export const leaf = '${digits(version)}';\n`;
const cjsLeaf = (version: number) => `exports.leaf = '${digits(version)}';\n`;
const guard = (version: number) =>
  `export default (req, res, next) => { req.guard = '${digits(version)}'; next(); };\n`;
/**
 * Returns a route file.
 *
 * @param toLib the relative path of the folder that it imports from
 */
const route = (version: number, toLib: string) =>
  `import { leaf } from '${toLib}/leaf.mjs';
import cjs from '${toLib}/leaf.cjs';
export default (req, res) => res.json(['${digits(version)}', leaf, cjs.leaf, req.guard ?? null]);\n`;

/** Returns the files of a project before the first edit. */
export function filesToEdit(): Record<string, string> {
  const files: Record<string, string> = {};
  for (let n = 0; n < editorCount; n += 1) {
    files[`lib/${n}/leaf.mjs`] = esmLeaf(0);
    files[`lib/${n}/leaf.cjs`] = cjsLeaf(0);
    files[`api/${n}/_middleware.js`] = guard(0);
    for (const name of ['a', 'b', 'c']) files[`api/${n}/${name}.js`] = route(0, `../../lib/${n}`);
    files[`api/${n}/in/a.js`] = route(0, `../../../lib/${n}`);
  }
  return files;
}

/** Returns the paths that files have, or may get by an edit. */
export function pathsToAsk(): string[] {
  return Array.from({ length: editorCount }, (_, n) =>
    [...routeNames, 'in/a', 'in/b'].map((name) => `/api/${n}/${name}`),
  ).flat();
}

/** Edits the files of a project as editors, builds and checkouts do. The order of the edits follows from the seed. */
export async function editAtRandom(folder: string, seed: number, edits: number): Promise<void> {
  const editors = Array.from({ length: editorCount }, (_, n) => new Editor(folder, n, seed * editorCount + n));
  await Promise.all(editors.map((editor) => editor.work(Math.ceil(edits / editorCount))));
}

class Editor {
  private readonly random: () => number;
  private version: number;

  constructor(
    private readonly folder: string,
    private readonly n: number,
    seed: number,
  ) {
    this.random = randomNumbers(seed);
    this.version = seed * 1000;
  }

  async work(edits: number): Promise<void> {
    for (let done = 0; done < edits; done += 1) {
      await this.edit();
      if (this.below(2) === 0) await pause(this.below(40));
    }
  }

  private async edit(): Promise<void> {
    const { n } = this;
    const name = this.oneOf(routeNames);
    const kinds: (() => Promise<void> | void)[] = [
      () => this.save(`api/${n}/${name}.js`, (version) => route(version, `../../lib/${n}`)),
      () => this.save(`api/${n}/${name}.js`, (version) => route(version, `../../lib/${n}`)),
      () => this.save(`api/${n}/in/${this.oneOf(['a', 'b'])}.js`, (version) => route(version, `../../../lib/${n}`)),
      () => this.save(`lib/${n}/leaf.mjs`, esmLeaf),
      () => this.save(`lib/${n}/leaf.cjs`, cjsLeaf),
      () => this.save(`api/${n}/_middleware.js`, guard),
      () => this.remove(this.oneOf([`api/${n}/${name}.js`, `api/${n}/_middleware.js`, `api/${n}/in`])),
      () => this.moveAwayAndBack(this.oneOf([`api/${n}/_middleware.js`, `api/${n}/in`, `api/${n}`, `lib/${n}`])),
      () => this.move(`api/${n}/${name}.js`, `api/${n}/${this.oneOf(routeNames)}.js`),
    ];
    await this.oneOf(kinds)();
  }

  private async save(file: string, text: (version: number) => string): Promise<void> {
    const write = () => this.write(file, text((this.version += 1)));
    const removeAndWrite = async () => {
      this.remove(file);
      if (this.below(2) === 0) await pause(this.below(4));
      write();
    };
    const writes: (() => Promise<void> | void)[] = [
      write,
      removeAndWrite,
      async () => {
        await removeAndWrite();
        await pause(80 + this.below(15));
        await removeAndWrite();
      },
      async () => {
        write();
        await pause(this.below(60));
        write();
      },
      async () => {
        this.write(file, '');
        await pause(this.below(30));
        write();
      },
      () => {
        this.write(`${file}~`, text((this.version += 1)));
        this.move(`${file}~`, file);
      },
      () => this.writeWithOldTime(file, text((this.version += 1))),
    ];
    await this.oneOf(writes)();
  }

  /** Writes a file that keeps its modification time, as `cp -p` and `rsync -t` do. */
  private writeWithOldTime(file: string, text: string): void {
    const before = fs.statSync(this.at(file), { throwIfNoEntry: false });
    this.write(file, text);
    if (before) fs.utimesSync(this.at(file), before.atime, before.mtime);
  }

  private async moveAwayAndBack(what: string): Promise<void> {
    if (!fs.existsSync(this.at(what))) return;
    this.move(what, `away-${this.n}`);
    await pause(this.below(120));
    this.move(`away-${this.n}`, what);
  }

  private write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(this.at(file)), { recursive: true });
    fs.writeFileSync(this.at(file), text);
  }

  private move(from: string, to: string): void {
    if (fs.existsSync(this.at(from))) fs.renameSync(this.at(from), this.at(to));
  }

  private remove(what: string): void {
    fs.rmSync(this.at(what), { recursive: true, force: true });
  }

  private at(file: string): string {
    return path.join(this.folder, file);
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Returns a generator of numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

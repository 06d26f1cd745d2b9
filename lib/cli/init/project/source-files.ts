import fs from 'node:fs';
import path from 'node:path';
import { toPosix } from '../../../files/to-posix.js';
import { isCompiled } from './find-entry.js';
import type { Project } from './read-project.js';

const notOurs = /^(?:node_modules|coverage|__tests__|tests?|\..*)$/;
const code = /(?<!\.(?:test|spec|d))\.[cm]?[jt]sx?$/;

/**
 * The project's files of code, relative and with `/`: without tests, what is compiled, and other packages
 * in folders of it.
 */
export function* sourceFiles(project: Project, folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const absolutePath = path.join(folder, entry.name);
    const file = toPosix(path.relative(project.directory, absolutePath));
    if (entry.isFile() && code.test(entry.name)) yield file;
    if (!entry.isDirectory() || notOurs.test(entry.name) || isCompiled(project, `${file}/`)) continue;
    if (!fs.existsSync(path.join(absolutePath, 'package.json'))) yield* sourceFiles(project, absolutePath);
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { toPosix } from '../../../files/to-posix.js';
import { isBuildOutput } from './find-entry.js';
import type { Project } from './read-project.js';

const ignoredFolder = /^(?:node_modules|coverage|__tests__|tests?|\..*)$/;
const codeFile = /(?<!\.(?:test|spec|d))\.[cm]?[jt]sx?$/;

/**
 * Yields the code files of a folder and the folders in it, relative to the project and with `/`. Skips tests, build
 * output, and folders with a `package.json` of their own.
 */
export function* sourceFiles(project: Project, folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const absolutePath = path.join(folder, entry.name);
    const file = toPosix(path.relative(project.directory, absolutePath));
    if (entry.isFile() && codeFile.test(entry.name)) yield file;
    if (!entry.isDirectory() || ignoredFolder.test(entry.name) || isBuildOutput(project, `${file}/`)) continue;
    if (!fs.existsSync(path.join(absolutePath, 'package.json'))) yield* sourceFiles(project, absolutePath);
  }
}

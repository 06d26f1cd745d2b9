import fs from 'node:fs';
import path from 'node:path';
import type { Entry } from './find-entry.js';
import type { Project } from './read-project.js';

/** Finds the reason why the entry must not be changed, as the start of a sentence; `undefined` if there is none. */
export function findWriteObstacle({ directory }: Project, { file, absolutePath, source }: Entry): string | undefined {
  const realPath = fs.realpathSync(absolutePath);
  if (!realPath.startsWith(directory + path.sep)) {
    return `${file} is a symbolic link to ${realPath}, which is outside the project`;
  }
  // The mode is checked, not the access: the superuser can write every file, but must not change a read-only one here.
  if ((fs.statSync(realPath).mode & 0o222) === 0) return `${file} is read-only`;
  if (!fs.readFileSync(realPath).equals(Buffer.from(source.text))) return `${file} is not encoded in UTF-8`;
  return undefined;
}

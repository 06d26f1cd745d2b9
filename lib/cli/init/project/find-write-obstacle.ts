import fs from 'node:fs';
import path from 'node:path';
import type { Entry } from './find-entry.js';
import type { Project } from './read-project.js';

/** Why a file should not be changed, as the start of a sentence; undefined where it may. */
export function whyNotWritable({ directory }: Project, { file, absolutePath, source }: Entry): string | undefined {
  const realPath = fs.realpathSync(absolutePath);
  if (!realPath.startsWith(directory + path.sep))
    return `${file} is a link that leads out of the project, to ${realPath}`;
  // By its mode: the superuser may write everything, and should not here.
  if ((fs.statSync(realPath).mode & 0o222) === 0) return `${file} is read-only`;
  if (!fs.readFileSync(realPath).equals(Buffer.from(source.text))) return `${file} is not encoded in UTF-8`;
  return undefined;
}

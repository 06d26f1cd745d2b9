import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../reporting/thrown.js';
import type { ChangedFile, NewFile, ReadyPlan } from './plan.js';

/** The files that `applyPlan` has written, and those that it has not. */
export interface ApplyResult {
  readonly written: readonly string[];
  /** The files that come after an error, including the one that failed; empty if there was none. */
  readonly unwritten: readonly string[];
  /** The error as a sentence that names the file. */
  readonly problem?: string;
}

/**
 * Writes the files of a plan. New files come first, so that the app changes only when the folder that it mounts
 * exists. Stops at the first error. Never overwrites a file that exists, nor one that has changed since the plan
 * was made.
 */
export function applyPlan(projectDirectory: string, { create, change }: ReadyPlan): ApplyResult {
  const steps = [
    ...create.map((file) => ({ file: file.file, run: () => createFile(projectDirectory, file) })),
    { file: change.file, run: () => replaceFile(projectDirectory, change) },
  ];
  const files = steps.map(({ file }) => file);
  for (const [index, { file, run }] of steps.entries()) {
    try {
      run();
    } catch (error) {
      const problem = `${file} could not be written: ${messageOf(error)}`;
      return { written: files.slice(0, index), unwritten: files.slice(index), problem };
    }
  }
  return { written: files, unwritten: [] };
}

function createFile(projectDirectory: string, { file, text }: NewFile): void {
  const absolutePath = path.join(projectDirectory, file);
  fs.mkdirSync(path.dirname(absolutePath), { recursive: true });
  fs.writeFileSync(absolutePath, text, { flag: 'wx' });
}

/** Replaces a file by renaming a temporary one: after a crash, the file is either the old or the new one. */
function replaceFile(projectDirectory: string, { file, before, after }: ChangedFile): void {
  // A symbolic link stays: the file that it points to is replaced.
  const realPath = fs.realpathSync(path.join(projectDirectory, file));
  if (fs.readFileSync(realPath, 'utf8') !== before) throw new Error('it has changed since the plan was made.');
  const temporary = `${realPath}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    fs.writeFileSync(temporary, after, { flag: 'wx' });
    fs.chmodSync(temporary, fs.statSync(realPath).mode);
    fs.renameSync(temporary, realPath);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../reporting/thrown.js';
import type { ChangedFile, NewFile, ReadyPlan } from './plan.js';

/** What was written, and what stopped the rest. */
export interface Done {
  readonly written: readonly string[];
  /** Empty when all is done. */
  readonly left: readonly string[];
  /** One sentence, where something is left. */
  readonly problem?: string;
}

/**
 * Writes the files of a plan: new ones first, so that the app is changed only when it has a folder to mount.
 * Stops at the first that cannot be written; never overwrites a file, or one that has changed since.
 */
export function carryOut(projectDirectory: string, { create, change }: ReadyPlan): Done {
  const steps = [
    ...create.map((file) => ({ file: file.file, run: () => createFile(projectDirectory, file) })),
    { file: change.file, run: () => changeFile(projectDirectory, change) },
  ];
  const files = steps.map(({ file }) => file);
  for (const [index, { file, run }] of steps.entries()) {
    try {
      run();
    } catch (error) {
      const problem = `${file} could not be written: ${messageOf(error)}`;
      return { written: files.slice(0, index), left: files.slice(index), problem };
    }
  }
  return { written: files, left: [] };
}

function createFile(projectDirectory: string, { file, text }: NewFile): void {
  const absolutePath = path.join(projectDirectory, file);
  fs.mkdirSync(path.dirname(absolutePath), { recursive: true });
  fs.writeFileSync(absolutePath, text, { flag: 'wx' });
}

/** Puts a whole new file in the place of the old one: a crash leaves one or the other. */
function changeFile(projectDirectory: string, { file, before, after }: ChangedFile): void {
  // Of a link, the file that it leads to.
  const realPath = fs.realpathSync(path.join(projectDirectory, file));
  if (fs.readFileSync(realPath, 'utf8') !== before) throw new Error('it has changed in the meantime.');
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

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Problem } from '../../types/problem.js';
import { textOf } from '../../reporting/thrown.js';

const run = promisify(execFile);

/** Node.js tells where a syntax error is only when it dies of it, and `--check` is how it does. Plain JavaScript. */
const checkable = /\.[cm]?js$/;
/** `file.js:12`, before the line itself and what is wrong with it. */
const locationPattern = /^(?:file:\/\/)?(\/.*?:\d+|[A-Za-z]:\\.*?:\d+)$/m;

/** How many files are checked after a change. */
const maxChecks = 8;

/** Finds where in a file a syntax error is. */
export class SyntaxErrorLocator {
  private files: string[] = [];

  /**
   * Adds its place to the problems of files that do not parse; it may be in one that they import.
   *
   * @param changed the files that were changed before the problems were there
   */
  async addLocations(problems: readonly Problem[], changed: Iterable<string>): Promise<Problem[]> {
    if (!problems.some(isUnlocated)) return [...problems];
    const suspects = [...new Set([...this.files, ...changed])].filter((file) => checkable.test(file));
    this.files = [];
    let found = '';
    // One at a time, each is a process; where many files were changed at once, the place may stay unknown.
    for (const file of suspects.slice(0, maxChecks)) {
      const place = await findSyntaxError(file);
      if (place === undefined) continue;
      this.files.push(file);
      found += found === '' ? place : `, ${place}`;
    }
    if (found === '') return [...problems];
    return problems.map((one) => (isUnlocated(one) ? { ...one, message: `${one.message} (${found})` } : one));
  }
}

function isUnlocated({ code, message, cause }: Problem): boolean {
  return code === 'FSR_LOAD_FAILED' && textOf(cause, 'name') === 'SyntaxError' && !/:\d+\b/.test(message);
}

async function findSyntaxError(file: string): Promise<string | undefined> {
  try {
    await run(process.execPath, ['--check', file], { timeout: 5000, env: { ...process.env, NODE_OPTIONS: '' } });
    return undefined;
  } catch (failure) {
    const { stderr = '' } = failure as { readonly stderr?: string };
    return locationPattern.exec(stderr)?.[1];
  }
}

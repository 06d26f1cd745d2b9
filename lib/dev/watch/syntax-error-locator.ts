import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { stringProperty } from '../../reporting/thrown.js';
import type { Problem } from '../../types/problem.js';

const run = promisify(execFile);

/** Matches JavaScript files, which `node --check` can check. Only this command prints where a syntax error is. */
const checkable = /\.[cm]?js$/;
/** Matches `file.js:12`, which Node.js prints before the line itself and the message. */
const locationPattern = /^(?:file:\/\/)?(\/.*?:\d+|[A-Za-z]:\\.*?:\d+)$/m;

/** The number of files that are checked after a change, because each check is a process. */
const maxChecks = 8;

/** Finds the file and the line of syntax errors. */
export class SyntaxErrorLocator {
  private files: string[] = [];

  /**
   * Adds the file and line of the syntax error to the problems of files that do not parse. The error may be in a file
   * that they import. If many files were changed at once, it may not be found.
   *
   * @param changed the files that changed before the problems appeared
   */
  async addLocations(problems: readonly Problem[], changed: Iterable<string>): Promise<Problem[]> {
    if (!problems.some(needsLocation)) return [...problems];
    const suspects = [...new Set([...this.files, ...changed])].filter((file) => checkable.test(file));
    this.files = [];
    const locations: string[] = [];
    // One process at a time.
    for (const file of suspects.slice(0, maxChecks)) {
      const location = await findSyntaxError(file);
      if (location === undefined) continue;
      this.files.push(file);
      locations.push(location);
    }
    if (locations.length === 0) return [...problems];
    const suffix = ` (${locations.join(', ')})`;
    return problems.map((problem) =>
      needsLocation(problem) ? { ...problem, message: problem.message + suffix } : problem,
    );
  }
}

function needsLocation({ code, message, cause }: Problem): boolean {
  return code === 'FSR_LOAD_FAILED' && stringProperty(cause, 'name') === 'SyntaxError' && !/:\d+\b/.test(message);
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

import fs from 'node:fs';
import path from 'node:path';
import { tokenize } from '../text/tokenize.js';
import type { Project } from './read-project.js';
import { sourceFiles } from './source-files.js';

/** A line of a file in the project. */
export interface SourceLocation {
  /** The path of the file, relative to the project and with `/`. */
  readonly file: string;
  /** The line number, from 1. */
  readonly line: number;
}

/** Finds the first call of `fsRoutes` in the project. */
export function findExistingMount(project: Project): SourceLocation | undefined {
  for (const file of sourceFiles(project, project.directory)) {
    const text = fs.readFileSync(path.join(project.directory, file), 'utf8');
    if (!text.includes('express-pages-api') || !text.includes('fsRoutes')) continue;
    const tokens = tokenize(text)?.tokens ?? [];
    const call = tokens.find((token, index) => token.text === 'fsRoutes' && tokens[index + 1]?.text === '(');
    if (call) return { file, line: call.line };
  }
  return undefined;
}

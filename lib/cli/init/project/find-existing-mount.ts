import fs from 'node:fs';
import path from 'node:path';
import { readSource } from '../text/tokenize.js';
import type { Project } from './read-project.js';
import { sourceFiles } from './source-files.js';

/** A place in a file of the project. */
export interface PlaceInFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Where the project calls `fsRoutes` already. */
export function findUse(project: Project): PlaceInFile | undefined {
  for (const file of sourceFiles(project, project.directory)) {
    const text = fs.readFileSync(path.join(project.directory, file), 'utf8');
    if (!text.includes('express-pages-api') || !text.includes('fsRoutes')) continue;
    const tokens = readSource(text)?.tokens ?? [];
    const call = tokens.find((token, index) => token.text === 'fsRoutes' && tokens[index + 1]?.text === '(');
    if (call) return { file, line: call.line };
  }
  return undefined;
}

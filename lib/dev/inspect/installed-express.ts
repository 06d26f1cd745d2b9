import { createRequire } from 'node:module';
import type { PatternSyntax } from '../../routing/express-pattern.js';

/**
 * Returns the path syntax of the Express that is installed beside this package. Reads the version only: loading
 * Express would take longer than most of what a tool does.
 */
export function installedSyntax(): PatternSyntax {
  try {
    const { version } = createRequire(import.meta.url)('express/package.json') as { version: string };
    return version.startsWith('4.') ? 'express4' : 'express5';
  } catch {
    return 'express5';
  }
}

import { createRequire } from 'node:module';
import type { PatternSyntax } from '../../routing/express-pattern.js';

/**
 * Returns the path syntax of the Express that is installed beside this package. Reads only its version, because loading
 * Express would take longer than most commands.
 */
export function installedSyntax(): PatternSyntax {
  try {
    const { version } = createRequire(import.meta.url)('express/package.json') as { version: string };
    return version.startsWith('4.') ? 'express4' : 'express5';
  } catch {
    return 'express5';
  }
}

import type { Problem } from '../types/problem.js';

/** The first major version with the functions that this package calls. Bun and Deno have a version of Node.js, too. */
const minMajor = 20;

/**
 * Finds a version of Node.js that is too old. Without this, the first function that it does not have would fail.
 *
 * @param version the version, such as `process.versions.node`
 */
export function findOldNode(version: string): Problem | undefined {
  if (!(Number.parseInt(version, 10) < minMajor)) return undefined;
  const message = `express-pages-api needs Node.js 20.19 or later, and this is Node.js ${version}.`;
  return { code: 'FSR_OLD_NODE', message, help: 'use a newer Node.js.', files: [] };
}

import fs from 'node:fs';

/**
 * Reads a JSON file. The caller says which type it has.
 *
 * @param {string} file
 * @returns {unknown}
 */
export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

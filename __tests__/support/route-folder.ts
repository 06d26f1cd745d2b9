import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** Answers with the file that it is and what the request held. */
export function echoHandler(file: string): string {
  return `module.exports = (req, res) => res.json({
    file: ${JSON.stringify(file)}, query: req.query, params: req.params,
    route: req.route.path, url: req.url, baseUrl: req.baseUrl, method: req.method,
  });`;
}

const made: string[] = [];

/**
 * Writes real files into a temporary folder, which goes when the tests of the file are over.
 *
 * @param files names with `/`, each with its content or, in a list, with `echoHandler`
 */
export function routeFolder(files: readonly string[] | Readonly<Record<string, string>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'route-folder-')));
  made.push(folder);
  const entries = Array.isArray(files)
    ? (files as string[]).map((file) => [file, echoHandler(file)] as const)
    : Object.entries(files as Record<string, string>);
  for (const [file, content] of entries) {
    const absolutePath = path.join(folder, ...file.split('/'));
    fs.mkdirSync(path.dirname(absolutePath), { recursive: true });
    fs.writeFileSync(absolutePath, content);
  }
  return folder;
}

afterAll(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

/** Returns the source of a route file that answers with its own name and properties of the request. */
export function echoHandler(file: string): string {
  return `module.exports = (req, res) => res.json({
    file: ${JSON.stringify(file)}, query: req.query, params: req.params,
    route: req.route.path, url: req.url, baseUrl: req.baseUrl, method: req.method,
  });`;
}

const folders: string[] = [];

/**
 * Writes files into a temporary folder and returns its path. The folder is removed after the tests of the file.
 *
 * @param files the names, with `/`, and contents of the files; in an array, each file is an `echoHandler`
 */
export function routeFolder(files: readonly string[] | Readonly<Record<string, string>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'route-folder-')));
  folders.push(folder);
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
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Puts the built package beside the Express of `expressFolder`. It is a copy: a link would be followed, and
 * the package would find the Express of its own checkout.
 */
export function installPackage(expressFolder) {
  const copy = path.join(here, expressFolder, 'node_modules', 'express-pages-api');
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

  fs.rmSync(copy, { recursive: true, force: true, maxRetries: 3 });
  fs.mkdirSync(copy, { recursive: true });
  fs.copyFileSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  fs.cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true, dereference: true });
  for (const name of Object.keys(dependencies)) {
    link(path.join(root, 'node_modules', name), path.join(copy, 'node_modules', name));
  }
}

function link(target, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.symlinkSync(target, file, 'junction');
}

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../own/', import.meta.url));

export function readOwn(name) {
  const text = fs.readFileSync(path.join(own, name), 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`own/${name}: ${error.message}`, { cause: error });
  }
}

/** Every file below a folder of `own`, by its name there. */
export function readFiles(folder) {
  const root = path.join(own, folder);
  const names = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(root, file).split(path.sep).join('/'), fs.readFileSync(file)]),
  );
}

/** One request a line, as in the given recordings: a changed answer is a changed line. */
export function writeRecording(name, versions, { list, entries }) {
  const head = JSON.stringify(versions).slice(0, -1);
  const blocks = entries.map(({ requests, ...entry }) => {
    if (requests === undefined) return JSON.stringify(entry);
    const lines = requests.map((request) => `  ${JSON.stringify(request)}`).join(',\n');
    return `${JSON.stringify(entry).slice(0, -1)},"requests":[\n${lines}\n]}`;
  });
  const file = path.join(own, `${name}.json`);
  fs.writeFileSync(file, `${head},"${list}":[\n${blocks.join(',\n')}\n]}\n`);
  return path.relative(process.cwd(), file);
}

const parts = ['handlers', 'routing', 'conflicts', 'node-differences'];

/** `--only` may be repeated; `--group` prints one group, tree or kind instead of writing the file. */
export function readArguments(args, { dependencies }) {
  const read = { next: dependencies.next, only: [], group: undefined, help: false };
  const rest = [...args];
  while (rest.length > 0) {
    const [name, inline] = rest.shift().split(/=(.*)/s);
    if (name === '--help' || name === '-h') {
      read.help = true;
      continue;
    }
    const value = inline ?? rest.shift();
    if (value === undefined) throw new Error(`${name} needs a value`);
    if (name === '--next') read.next = value;
    else if (name === '--only' && parts.includes(value)) read.only.push(value);
    else if (name === '--only') throw new Error(`--only takes ${parts.join(', ')}, not "${value}"`);
    else if (name === '--group') read.group = value;
    else throw new Error(`unknown option ${name}\n${usage()}`);
  }
  return read;
}

export function usage() {
  return [
    'npm run conformance:record -- [options]',
    '  --next 16.4.6     the version of Next.js to install and to ask',
    `  --only <part>     ${parts.join(', ')}; may be repeated; the first three when left out`,
    '  --group <name>    print what one group, tree or kind answers, and write nothing (for trying things out)',
  ].join('\n');
}

import fs from 'node:fs';
import path from 'node:path';
import { startsCompiled, type Entry } from './project/find-entry.js';
import type { NextSteps } from './plan.js';
import type { Project } from './project/read-project.js';

const packageName = 'express-pages-api';

/** The command that installs this package; undefined where the project has it. */
export function installCommand({ dependencies, packageManager }: Project): string | undefined {
  if (packageName in dependencies) return undefined;
  return `${packageManager} ${packageManager === 'npm' ? 'install' : 'add'} ${packageName}`;
}

/** What to run once the files are there. */
export function nextSteps(project: Project, entry: Entry, hasHello: boolean): NextSteps {
  const install = installCommand(project);
  const url = `http://localhost:${findPort(project, entry)}/api${hasHello ? '/hello' : ''}`;
  return { ...(install !== undefined && { install }), start: startCommand(project, entry), try: `curl ${url}` };
}

function startCommand(project: Project, entry: Entry): string {
  const { scripts, packageManager } = project;
  const run = packageManager === 'npm' ? 'npm run' : packageManager === 'bun' ? 'bun run' : packageManager;
  const script = ['dev', 'start:dev', 'develop', 'start', 'serve'].find((name) => name in scripts);
  if (script !== undefined) {
    const isCompiled = script === 'start' && 'build' in scripts && startsCompiled(project);
    return (
      (isCompiled ? `${run} build && ` : '') +
      (script === 'start' && packageManager === 'npm' ? 'npm start' : `${run} ${script}`)
    );
  }
  return entry.file.endsWith('ts') ? `npx tsx ${entry.started}` : `node ${entry.started}`;
}

/** The port that the app or what starts it names, behind `PORT` or in `listen()`; usually 3000. */
function findPort({ directory }: Project, { source, started }: Entry): string {
  const texts = [source.text, fs.readFileSync(path.join(directory, started), 'utf8')];
  for (const text of texts) {
    const [, port] = /(?:\bport\b[^\n]{0,40}?|\.listen\(\s*)\b(\d{2,5})\b/i.exec(text) ?? [];
    if (port !== undefined) return port;
  }
  return '3000';
}

import fs from 'node:fs';
import path from 'node:path';
import { startsBuildOutput, type Entry } from './project/find-entry.js';
import type { NextSteps } from './plan.js';
import type { Project } from './project/read-project.js';

const packageName = 'express-pages-api';

/** Returns the command that installs this package; `undefined` if the package is already a dependency. */
export function installCommand({ dependencies, packageManager }: Project): string | undefined {
  if (packageName in dependencies) return undefined;
  return `${packageManager} ${packageManager === 'npm' ? 'install' : 'add'} ${packageName}`;
}

/** Returns the commands that install this package, start the app and request a route. */
export function nextSteps(project: Project, entry: Entry, hasHelloRoute: boolean): NextSteps {
  const install = installCommand(project);
  const url = `http://localhost:${findPort(project, entry)}/api${hasHelloRoute ? '/hello' : ''}`;
  return { ...(install !== undefined && { install }), start: startCommand(project, entry), try: `curl ${url}` };
}

function startCommand(project: Project, entry: Entry): string {
  const { scripts, packageManager } = project;
  const run = packageManager === 'npm' ? 'npm run' : packageManager === 'bun' ? 'bun run' : packageManager;
  const script = ['dev', 'start:dev', 'develop', 'start', 'serve'].find((name) => name in scripts);
  if (script !== undefined) {
    const needsBuild = script === 'start' && 'build' in scripts && startsBuildOutput(project);
    return (
      (needsBuild ? `${run} build && ` : '') +
      (script === 'start' && packageManager === 'npm' ? 'npm start' : `${run} ${script}`)
    );
  }
  return entry.file.endsWith('ts') ? `npx tsx ${entry.startFile}` : `node ${entry.startFile}`;
}

/** Finds the port: the first number after `port` or `listen(` in the code of the app or of its start file, or 3000. */
function findPort({ directory }: Project, { source, startFile }: Entry): string {
  const texts = [source.text, fs.readFileSync(path.join(directory, startFile), 'utf8')];
  for (const text of texts) {
    const [, port] = /(?:\bport\b[^\n]{0,40}?|\.listen\(\s*)\b(\d{2,5})\b/i.exec(text) ?? [];
    if (port !== undefined) return port;
  }
  return '3000';
}

import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  findFreePort,
  installPackages,
  readFiles,
  startProject,
  writeProject,
} from '../fixtures/init/temporary-projects.js';
import { projects } from '../fixtures/init/projects.js';
import { init } from '../fixtures/init/run-init.js';

beforeAll(installPackages);

describe.each(Object.entries(projects))('%s', (_name, project) => {
  let folder: string;
  let port: number;

  beforeAll(async () => {
    port = await findFreePort();
    const replaced = Object.entries(project.files).map(([file, text]) => [file, text.replace('3000', String(port))]);
    folder = path.join(writeProject(Object.fromEntries(replaced) as Record<string, string>), project.folder ?? '');
  });

  it('is not changed by a dry run, which prints the plan', async () => {
    const before = readFiles(folder);
    const { code, output } = await init(folder, { dryRun: true });
    expect(code).toBe(0);
    for (const file of project.created) expect(output).toContain(`New file ${file}\n`);
    expect(output).toContain(`Changed file ${project.changed}\n`);
    const commands = project.nextCommands.map((command) => `  ${command.replace('3000', String(port))}`);
    expect(output.slice(output.indexOf('Then run\n'))).toBe(['Then run', ...commands].join('\n'));
    expect(readFiles(folder)).toEqual(before);
  });

  it('gets the new files and two or three new lines, and is otherwise unchanged', async () => {
    const before = readFiles(folder);
    const { code, errorOutput } = await init(folder, { yes: true });
    const after = readFiles(folder);
    expect({ code, errorOutput }).toEqual({
      code: 0,
      errorOutput: [...project.created, project.changed].map((file) => `Written: ${file}`).join('\n'),
    });
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed.toSorted()).toEqual([...project.created, project.changed].sort());
    const isNew = /fsRoutes|from 'node:path'|require\(.node:path.\)/;
    const kept = after[project.changed]!.split('\n').filter((line) => !isNew.test(line));
    expect(kept.filter((line) => line.trim() !== '')).toEqual(
      before[project.changed]!.split('\n').filter((line) => line.trim() !== ''),
    );
  });

  it('serves the new routes, and its own as before', async () => {
    const running = await startProject(project.commands, folder, port);
    const answers: Record<string, string> = {};
    for (const url of Object.keys(project.ownResponses)) answers[url] = (await running.fetch(url)).body;
    const hello = await running.fetch('/api/hello');
    const ann = await running.fetch('/api/hello?name=Ann');
    const post = await running.fetch('/api/posts/7');
    await running.stop();

    expect(answers).toEqual(project.ownResponses);
    expect(hello).toEqual({ status: 200, body: '{"hello":"world"}' });
    expect(ann).toEqual({ status: 200, body: '{"hello":"Ann"}' });
    expect(post).toEqual({ status: 200, body: '{"post":"7"}' });
  });

  it('is not changed when init runs again', async () => {
    const before = readFiles(folder);
    const { code, output } = await init(folder, { yes: true });
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^Nothing to do: ${project.changed} already calls fsRoutes on line \\d+\\.$`));
    expect(readFiles(folder)).toEqual(before);
  });
});

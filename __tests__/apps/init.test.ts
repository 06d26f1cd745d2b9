import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort, installPackages, readFiles, startProject, writeProject } from '../fixtures/init/temporary-projects.js';
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

  it('is shown what will be done, and stays as it is', async () => {
    const before = readFiles(folder);
    const { code, output } = await init(folder, { dryRun: true });
    expect(code).toBe(0);
    for (const file of project.created) expect(output).toContain(`New file ${file}\n`);
    expect(output).toContain(`Changed file ${project.changed}\n`);
    const commands = project.next.map((command) => `  ${command.replace('3000', String(port))}`);
    expect(output.slice(output.indexOf('Then run\n'))).toBe(['Then run', ...commands].join('\n'));
    expect(readFiles(folder)).toEqual(before);
  });

  it('gets new files and two or three new lines, and nothing else', async () => {
    const before = readFiles(folder);
    const { code, told } = await init(folder, { yes: true });
    const after = readFiles(folder);
    expect({ code, told }).toEqual({
      code: 0,
      told: [...project.created, project.changed].map((file) => `Written: ${file}`).join('\n'),
    });
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed.toSorted()).toEqual([...project.created, project.changed].sort());
    const isNew = /fsRoutes|from 'node:path'|require\(.node:path.\)/;
    const kept = after[project.changed]!.split('\n').filter((line) => !isNew.test(line));
    expect(kept.filter((line) => line.trim() !== '')).toEqual(
      before[project.changed]!.split('\n').filter((line) => line.trim() !== ''),
    );
  });

  it('starts, answers by the new files, and still by itself', async () => {
    const running = await startProject(project.commands, folder, port);
    const answers: Record<string, string> = {};
    for (const url of Object.keys(project.own)) answers[url] = (await running.ask(url)).body;
    const hello = await running.ask('/api/hello');
    const ann = await running.ask('/api/hello?name=Ann');
    const post = await running.ask('/api/posts/7');
    await running.stop();

    expect(answers).toEqual(project.own);
    expect(hello).toEqual({ status: 200, body: '{"hello":"world"}' });
    expect(ann).toEqual({ status: 200, body: '{"hello":"Ann"}' });
    expect(post).toEqual({ status: 200, body: '{"post":"7"}' });
  });

  it('is left alone the second time', async () => {
    const before = readFiles(folder);
    const { code, output } = await init(folder, { yes: true });
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^Nothing to do: ${project.changed} calls fsRoutes in line \\d+\\.$`));
    expect(readFiles(folder)).toEqual(before);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { endServedProjects, WatchedProject } from '../../support/watched-project.js';

afterEach(endServedProjects);

const good = 'module.exports = (req, res) => res.json(0);';

/** Returns the message with which an app does not start if it has the file. */
async function messageAtStart(file: string, source: string): Promise<string> {
  const project = new WatchedProject({ 'api/good.cjs': good, [file]: source });
  try {
    await project.serve();
  } catch (error) {
    return (error as Error).message.replaceAll(project.folder, '');
  }
  throw new Error('The app has started.');
}

describe('a file that is added has the problem that it has at start-up', () => {
  it.each([
    ['CommonJS with another export', 'exports.handler = () => {};'],
    ['CommonJS with nothing', '// none'],
    ['CommonJS with an object', 'module.exports = { ...{ handler() {} } };'],
    ['CommonJS with a text', 'module.exports = "text";'],
    ['CommonJS with a bad method', 'module.exports = { get: 1 };'],
    ['CommonJS that requires nothing there is', 'require("./nowhere.cjs");'],
  ])('%s', async (_what, source) => {
    const project = await new WatchedProject({ 'api/good.cjs': good }).serve();
    project.write('api/a.cjs', source);
    const { text } = await project.getUntil('/api/a', ({ status }) => status === 500);
    expect(await messageAtStart('api/a.cjs', source)).toContain(text.replaceAll(project.folder, ''));
  });
});

import { describe, expect, it } from '@jest/globals';
import { wrapWords } from '../../lib/cli/wrap-words.js';
import { routeFolder } from '../support/route-folder.js';
import { runInProcess } from '../support/run-in-process.js';

describe('list --mount-path', () => {
  const folder = routeFolder({
    'api/index.js': 'module.exports = () => {}',
    'api/posts/[pid].js': 'module.exports = () => {}',
    'api/shop/[[...slug]].js': 'module.exports = () => {}',
  });

  it.each([
    ['/api', ['/api', '/api/posts/[pid]', '/api/shop/[[...slug]]']],
    ['/api/', ['/api', '/api/posts/[pid]', '/api/shop/[[...slug]]']],
    ['/', ['/', '/posts/[pid]', '/shop/[[...slug]]']],
  ])('shows the URLs of the app: %s', async (mountPath, urls) => {
    const { code, stdout } = await runInProcess(folder, ['list', 'api', '--mount-path', mountPath]);
    const rows = stdout.trimEnd().split('\n').slice(1);
    expect({ code, urls: rows.map((row) => row.split(/ {2,}/)[1]) }).toEqual({ code: 0, urls });
  });

  it('shows them on a narrow terminal, too, and names the path in JSON', async () => {
    const { stdout } = await runInProcess(folder, ['list', 'api', '--mount-path', '/api'], { width: 30 });
    expect(stdout).toMatch(/^\/api\/posts\/\[pid\]$/m);
    const json = await runInProcess(folder, ['list', 'api', '--mount-path', '/api', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ mountPath: '/api', routes: [{ path: '/' }, {}, {}] });
  });

  it('refuses a path without a slash', async () => {
    const { code, stderr } = await runInProcess(folder, ['list', 'api', '--mount-path', 'api']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('write --mount-path /api.') });
  });
});

describe('check on a terminal', () => {
  const folder = routeFolder({ 'api/a.js': '', 'api/b.js': 'throw new Error("first line\\n  second line")' });

  it.each([50, 60, 100])('breaks lines of %d characters between words, with and without colours', async (width) => {
    const whole = await runInProcess(folder, ['check', 'api']);
    for (const isStyled of [false, true]) {
      const { stdout } = await runInProcess(folder, ['check', 'api'], { width, isStyled });
      // eslint-disable-next-line no-control-regex -- the escapes of styles
      const plain = stdout.replace(/\x1b\[\d+m/g, '');
      const tooLong = plain.split('\n').filter((line) => line.length > width && / \S+ \S/.test(line.trim()));
      expect(tooLong).toEqual([]);
      expect(plain.replace(/\s+/g, ' ')).toBe(whole.stdout.replace(/\s+/g, ' '));
    }
  });

  it('prints each message on one line if the output is no terminal', async () => {
    const { stdout } = await runInProcess(folder, ['check', 'api']);
    expect(stdout).toMatch(/^ {2}The file exports no handler.*\[FSR_NO_HANDLER\]\n {4}fix: {2}.*option\.$/m);
  });
});

describe('wrapWords', () => {
  it.each([
    ['', [''], 30],
    ['short', ['short'], 30],
    ['a b c d e f g h i j k l m n o p q', ['a b c d e f g h i j k l m n o', 'p q'], 30],
    [`see ${'x'.repeat(40)} there`, ['see', 'x'.repeat(40), 'there'], 30],
    ['  keeps an indent', ['  keeps an indent'], 30],
    ['two\nlines', ['two', 'lines'], 30],
    ['is not wrapped further than 30', ['is not wrapped further than 30'], 2],
    ['is not wrapped without a width', ['is not wrapped without a width'], Infinity],
  ])('breaks %j into %j', (text, lines, width) => {
    expect(wrapWords(text, width)).toEqual(lines);
  });
});

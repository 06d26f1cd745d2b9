import { expect, it } from '@jest/globals';
import { WatchedProject, type Answer } from '../support/watched-project.js';

const answer = (value: number) => `export default (req, res) => res.json([${value}, req.query.id, req.mark ?? 0]);`;
const isStatus =
  (wanted: number) =>
  ({ status }: Answer) =>
    status === wanted;

// The tests in dev/watch/ use one version of Express, which has no part in what they are about.
it('an app shows edits, new and broken files and folder middleware without a restart', async () => {
  const project = await new WatchedProject({ 'api/posts/[id].js': answer(0) }).start();
  const getUntil = (text: string) => project.getUntil('/api/posts/7', (answer) => answer.text === text);
  expect(await project.get('/api/posts/7')).toEqual({ status: 200, text: '[0,"7",0]' });
  project.write('api/posts/[id].js', answer(1));
  expect(await getUntil('[1,"7",0]')).toEqual({ status: 200, text: '[1,"7",0]' });
  project.write('api/posts/_middleware.js', 'export default (req, res, next) => { req.mark = 2; next(); };');
  expect(await getUntil('[1,"7",2]')).toEqual({ status: 200, text: '[1,"7",2]' });
  project.write('api/[...all].js', 'export default 1;');
  const { text } = await project.getUntil('/api/other/path', isStatus(500));
  expect(text).toContain('FSR_BAD_HANDLER');
  project.remove('api/[...all].js');
  expect(await project.getUntil('/api/other/path', isStatus(404))).toEqual({ status: 404, text: 'none' });
  expect(await project.stop()).toBe(0);
});

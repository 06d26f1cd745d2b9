import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { explainMatch } from '../../lib/dev/explain/explain-match.js';
import { fsRoutes } from '../../lib/index.js';
import { servedFolderOf } from '../../lib/serving/route-folder.js';
import { routeFolder } from '../support/route-folder.js';

/** Returns the source of a module with exports of these names, which answer with the name and the params. */
function exporting(by: string, ...names: readonly string[]): string {
  return names.map((name) => `exports.${name} = (req, res) => res.json(['${by}', req.params]);`).join('\n');
}

const folder = routeFolder({
  'users.js': exporting('users.js', 'GET'),
  'users/_middleware.js': 'module.exports = (req, res, next) => { res.set("x-guard", "users"); next(); }',
  'users/[id].js': exporting('[id].js', 'GET', 'DELETE'),
  'docs/a.js': exporting('a.js', 'GET'),
  'docs/[...path].js': exporting('[...path].js', 'POST'),
  'any.js': exporting('any.js', 'GET', 'default'),
  'late.mjs': 'await null; export const GET = (req, res) => res.json(["late.mjs", req.params]);',
});

const routes = fsRoutes(folder, { fallThrough405: true });
const app = express().use('/api', routes);
app.use('/api', (req, res) => {
  res.status(201).json(['app', req.method, req.url, req.baseUrl]);
});

describe('fallThrough405', () => {
  it.each([
    ['GET', '/users', 'users.js'],
    ['POST', '/users', 'app'],
    ['DELETE', '/users/1', '[id].js'],
    ['PATCH', '/users/1', 'app'],
    ['GET', '/docs/a', 'a.js'],
    ['POST', '/docs/a', '[...path].js'],
    ['PUT', '/docs/a', 'app'],
    ['PUT', '/any', 'any.js'],
    ['GET', '/late', 'late.mjs'],
    ['POST', '/late', 'app'],
    ['POST', '/nowhere', 'app'],
  ])('passes on what no export takes: %s %s goes to %s', async (method, url, by) => {
    const response = await request(app)[method.toLowerCase() as 'get'](`/api${url}`);
    expect((response.body as string[])[0]).toBe(by);
    if (by === 'app') expect(response.body).toEqual(['app', method, url, '/api']);
    expect(response.get('allow')).toBeUndefined();
  });

  it('is what tools explain', async () => {
    await routes.ready;
    const served = servedFolderOf(routes);
    const explain = (method: string, url: string) => explainMatch(served!, { method, url });
    expect(explain('POST', '/docs/a')).toMatchObject({
      outcome: 'answered',
      file: 'docs/[...path].js',
      candidates: [
        { file: 'docs/a.js', verdict: 'failed', reason: 'it has no handler for POST' },
        { file: 'docs/[...path].js', verdict: 'chosen' },
      ],
    });
    expect(explain('POST', '/users').outcome).toBe('not-matched');
    expect(explain('GET', '/users').outcome).toBe('answered');
  });

  it('does not run the middleware of a file that does not take the method', async () => {
    expect((await request(app).get('/api/users/1')).get('x-guard')).toBe('users');
    expect((await request(app).patch('/api/users/1')).get('x-guard')).toBeUndefined();
  });

  it('leaves HEAD and OPTIONS to the file', async () => {
    await request(app).head('/api/users').expect(200);
    await request(app).options('/api/users').expect(204).expect('Allow', 'GET, HEAD, OPTIONS');
  });

  it('is off by default', async () => {
    await request(express().use('/api', fsRoutes(folder)))
      .post('/api/users')
      .expect(405);
  });
});

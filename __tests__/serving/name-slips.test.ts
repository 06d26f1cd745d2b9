import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { collectWarnings } from '../support/collect-warnings.js';
import { serve } from '../support/serve.js';

const warnings = collectWarnings();

describe('a name that is probably a slip, but can be meant', () => {
  it.each([
    ['$id.js', '/$id'],
    ['(admin)/users.js', '/(admin)/users'],
    ['users.get.js', '/users.get'],
    ['users/route.js', '/users/route'],
    ['users.$id.js', '/users.$id'],
  ])('%s answers at %s, with a warning at start-up', async (file, url) => {
    const { app } = serve([file]);
    expect((await request(app).get(`/api${url}`).expect(200)).body).toMatchObject({ file });
    expect(warnings.join()).toContain('[FSR_LITERAL_NAME]');
  });

  it.each([
    ['middleware/index.js', '/middleware'],
    ['users.get/index.js', '/users.get'],
    ['$metadata.js', '/$metadata'],
    ['users:batchGet.js', '/users:batchGet'],
    ['.well-known/security.txt.js', '/.well-known/security.txt'],
    ['a/.well-known/jwks.json.js', '/a/.well-known/jwks.json'],
  ])('%s answers at %s without a warning, because it is meant', async (file, url) => {
    const { app } = serve([file]);
    expect((await request(app).get(`/api${url}`).expect(200)).body).toMatchObject({ file });
    expect(warnings).toEqual([]);
  });

  it('is reported in one warning for each code, with all of its files', () => {
    serve(['a.js', '$id.js', '(b)/c.js', '_id_.js', 'd.JS']);
    expect(warnings.map((text) => text.match(/(?<=file: ).*/g))).toEqual([
      ['$id.js', '(b)'],
      ['_id_.js', 'd.JS'],
    ]);
  });
});

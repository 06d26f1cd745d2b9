import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { explorer } from '../lib/dev/explorer/index.js';
import { expressConventions } from '../lib/express/conventions.js';
import { defaultIgnore, fsRoutes, FsRoutesError, type FsRoutesOptions } from '../lib/index.js';
import { resolveOptions } from '../lib/options.js';
import { findWrongPaths, serveRoute } from '../lib/testing/index.js';
import { routeFolder } from './support/route-folder.js';

describe('options', () => {
  it('have the defaults of express.Router, and those that the documentation names', () => {
    expect(resolveOptions({})).toEqual({
      caseSensitive: false,
      strict: false,
      mergeParams: false,
      fallThrough405: false,
      routeGroups: false,
      extensions: ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'],
      ignore: defaultIgnore,
      importModule: undefined,
      body: { parse: true, limitBytes: 1048576, limitText: '1mb', keepRaw: false },
      conventions: expressConventions,
      onError: undefined,
      watch: false,
    });
  });

  // Without a cast, so that `exactOptionalPropertyTypes` checks that the types allow `undefined`.
  const undefinedOptions: { [Name in keyof FsRoutesOptions]-?: undefined } = {
    caseSensitive: undefined,
    strict: undefined,
    mergeParams: undefined,
    fallThrough405: undefined,
    routeGroups: undefined,
    extensions: undefined,
    ignore: undefined,
    import: undefined,
    bodyParser: undefined,
    tracing: undefined,
    watch: undefined,
    compat: undefined,
    onError: undefined,
  };

  it('have their defaults if they are undefined', () => {
    expect(resolveOptions(undefinedOptions)).toEqual(resolveOptions({}));
    for (const compat of [undefined, 'next'] as const) {
      expect(resolveOptions({ ...undefinedOptions, compat })).toEqual(resolveOptions({ compat }));
    }
    expect(resolveOptions({ bodyParser: { sizeLimit: undefined } })).toEqual(resolveOptions({}));
  });

  it('have their defaults if they are undefined, in every function and in `config`', async () => {
    const folder = routeFolder({
      'a.js': `exports.default = (req, res) => res.json(req.body);
        exports.config = { api: { bodyParser: undefined, responseLimit: undefined, externalResolver: undefined, rawBody: undefined } };`,
      'b.js': 'exports.default = (req, res) => res.json(req.body); exports.config = { api: undefined };',
    });
    const routes = fsRoutes(folder, undefinedOptions);
    const app = express().use('/api', routes);
    app.use('/_routes', explorer({ '/api': routes }, { allowInProduction: undefined }));
    for (const path of ['/api/a', '/api/b']) await request(app).post(path).send({ x: 1 }).expect(200, { x: 1 });
    await request(app).get('/_routes/data').expect(200);
    const served = serveRoute(folder, 'a.js', { ...undefinedOptions, params: undefined });
    await request(served).post('/a').send({ x: 1 }).expect(200, { x: 1 });
    expect(findWrongPaths(folder, undefinedOptions)).toEqual([]);
  });

  it.each([
    ['an unknown name', { casesensitive: true }, "no option 'casesensitive'"],
    ['a name that every object inherits', { constructor: true }, "no option 'constructor'"],
    ['a flag that is not a boolean', { strict: 'yes' }, "option 'strict'"],
    ['an extension without its dot', { extensions: ['js'] }, "option 'extensions'"],
    ['no extensions', { extensions: [] }, "option 'extensions'"],
    ['a glob that is not a string', { ignore: [/x/] }, "option 'ignore'"],
    ['an empty glob', { ignore: [''] }, "option 'ignore'"],
    ['a negated glob', { ignore: ['!a.js'] }, "option 'ignore'"],
    ['a glob with backslashes', { ignore: ['a\\\\b'] }, "option 'ignore'"],
    ['a body size without a number', { bodyParser: { sizeLimit: 'much' } }, "option 'bodyParser'"],
    ['a mode that does not exist', { compat: 'nuxt' }, "option 'compat'"],
    ["an onError without compat: 'next'", { onError: () => undefined }, "requires compat: 'next'"],
    ['a fallThrough405 that is not a boolean', { fallThrough405: 'POST' }, "option 'fallThrough405'"],
    ["fallThrough405 with compat: 'next'", { fallThrough405: true, compat: 'next' }, 'has no effect'],
    ['route groups that are not a boolean', { routeGroups: '(shop)' }, "option 'routeGroups'"],
    ["route groups with compat: 'next'", { routeGroups: true, compat: 'next' }, "cannot be set with compat: 'next'"],
    ['a loader that is not a function', { import: './loader.js' }, "option 'import'"],
    ['a watch that is not a boolean', { watch: 'yes' }, "option 'watch'"],
    ['options that are not an object', 'strict', 'options are not an object'],
    ['options that are null', null, 'options are not an object'],
  ])('are refused with FSR_BAD_OPTION: %s', (_what, options, message) => {
    const attempt = () => fsRoutes(routeFolder(['a.js']), options as unknown as FsRoutesOptions);
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'FSR_BAD_OPTION', message: expect.stringContaining(message) }),
    );
  });

  it('are refused together, in one error', () => {
    const options = { strict: 1, casesensitive: true } as unknown as FsRoutesOptions;
    expect(() => resolveOptions(options)).toThrow(
      /^2 problems\n1\. The option 'strict'.*\n.*\n2\. There is no option 'casesensitive'/,
    );
  });

  it('turn `watch` off in production', () => {
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    expect(resolveOptions({ watch: true }).watch).toBe(false);
    process.env['NODE_ENV'] = NODE_ENV;
    expect(resolveOptions({ watch: true }).watch).toBe(true);
  });

  // If it were not ignored, it would fail with FSR_NO_WATCH: lib has no `watch.cjs`.
  it('ignore `watch` in jest, which has its own module loader', async () => {
    const router = fsRoutes(routeFolder(['a.js']), { watch: true });
    expect(router.routes.map(({ file }) => file)).toEqual(['a.js']);
    await expect(router.close()).resolves.toBeUndefined();
  });
});

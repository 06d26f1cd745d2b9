import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '../../lib/files/check-config.js';
import { fsRoutes } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

describe('the config of a route', () => {
  it.each([
    [{}],
    [{ api: {} }],
    [{ api: { bodyParser: false, responseLimit: false, externalResolver: true, rawBody: true } }],
    [{ api: { bodyParser: true, responseLimit: '8mb' } }],
    [{ api: { bodyParser: { sizeLimit: '500kb' } } }],
    [{ api: { bodyParser: { sizeLimit: 100 } } }],
    [{ api: { bodyParser: { sizeLimit: 0 } } }],
    [{ api: { bodyParser: undefined } }],
    [{ runtime: 'nodejs', maxDuration: 5, regions: ['iad1'] }],
    [{ roles: ['admin'], rateLimit: { perMinute: 5 }, tags: ['users'], auth: false, cache: '1h', schema: {} }],
    [{ app: 1, apis: 2, apiKey: 'a', apiVersion: 3, body: 4, parser: 5, limit: 6, size: 7, response: 8, raw: 9 }],
    [{ runner: 1, time: 2, timeout: 3, sizes: 4, resolver: 5, external: 6, middleware: [], constructor: 7 }],
  ])('may be %j', (config) => {
    expect(checkConfig(config)).toEqual([]);
  });

  it.each([
    ['config', true],
    ['config', null],
    ['config.api', { api: false }],
    ['config.api', { api: [] }],
    ['config.api.bodyparser', { api: { bodyparser: false } }],
    ['config.api.bodyParser', { api: { bodyParser: '1mb' } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: 'much' } } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: -1 } } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: '10MiB' } } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: '4m' } } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: '-5mb' } } }],
    ['config.api.bodyParser', { api: { bodyParser: { sizeLimit: NaN } } }],
    ['config.api.responseLimit', { api: { responseLimit: {} } }],
    ['config.api.externalResolver', { api: { externalResolver: 'true' } }],
    ['config.api.rawBody', { api: { rawBody: 1 } }],
    ['config.api.constructor', { api: { constructor: 1 } }],
    ['edge', { runtime: 'edge' }],
    ['edge', { runtime: 'experimental-edge' }],
    ['config.api.bodyParser.limit', { api: { bodyParser: { limit: '4mb' } } }],
    ['config.api.bodyParser.sizelimit', { api: { bodyParser: { sizelimit: '4mb' } } }],
  ])('may not have a wrong %s: %j', (what, config) => {
    expect(checkConfig(config)).toEqual([
      {
        code: 'FSR_BAD_CONFIG',
        message: expect.stringContaining(what),
        help: expect.stringMatching(/\w/),
      },
    ]);
  });
});

describe('a key of the config that looks like a setting', () => {
  it.each([
    ['Api', 'api'],
    ['API', 'api'],
    ['bodyparser', 'bodyParser'],
    ['bodyParser', 'bodyParser'],
    ['body_parser', 'bodyParser'],
    ['BodyParser', 'bodyParser'],
    ['bodyPraser', 'bodyParser'],
    ['bodyParsers', 'bodyParser'],
    ['rawBody', 'rawBody'],
    ['rawbody', 'rawBody'],
    ['raw-body', 'rawBody'],
    ['responseLimit', 'responseLimit'],
    ['responselimit', 'responseLimit'],
    ['externalResolver', 'externalResolver'],
    ['externalResolvr', 'externalResolver'],
    ['sizeLimit', 'sizeLimit'],
    ['sizelimit', 'sizeLimit'],
    ['runTime', 'runtime'],
    ['RUNTIME', 'runtime'],
    ['runtme', 'runtime'],
  ])("is refused: '%s'", (name, setting) => {
    expect(checkConfig({ [name]: false })).toEqual([
      {
        code: 'FSR_BAD_CONFIG',
        message: `'config.${name}' has no effect: it looks like the setting '${setting}'.`,
        help: expect.stringMatching(
          new RegExp(`^write \`\\{ .*${setting}: .* \\}\`\\. If it is a setting of your own, give it another name\\.$`),
        ),
      },
    ]);
  });

  it("is accepted with compat: 'next', as every unknown key is", () => {
    const config = { bodyparser: false, Api: {}, runTime: 'edge', api: { bodyparser: 1, bodyParser: { limit: 7 } } };
    const folder = routeFolder(['a.js']);
    const importModule = () => ({ default: () => undefined, config });
    expect(() => fsRoutes(folder, { compat: 'next', import: importModule })).not.toThrow();
    expect(() => fsRoutes(folder, { import: importModule })).toThrow(/5 problems/);
  });
});

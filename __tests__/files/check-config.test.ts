import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '../../lib/files/check-config.js';

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

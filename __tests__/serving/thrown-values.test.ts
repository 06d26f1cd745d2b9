import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { FsRoutesError } from '../../lib/reporting/errors.js';
import { messageOf } from '../../lib/reporting/thrown.js';
import { fsRoutes, type OnError } from '../../lib/index.js';
import { codeOf, stackOf } from '../../lib/files/load-problem.js';
import { listen, type RawServer } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';
import { thrownValue, thrownValues } from '../support/thrown-values.js';

jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
const printed = jest.spyOn(console, 'error');
beforeEach(() => {
  printed.mockReset();
});

describe('the text of', () => {
  it.each(thrownValues)('%s is one', (_what, expression) => {
    const thrown = thrownValue(expression);
    expect(messageOf(thrown)).toMatch(/\S/);
    expect([typeof codeOf(thrown), typeof stackOf(thrown), thrown instanceof FsRoutesError]).toEqual([
      'string',
      'string',
      false,
    ]);
  });

  it.each([
    ["new Error('no database')", 'no database'],
    ["new Error('')", 'Error'],
    ["new TypeError('')", 'TypeError'],
    ["Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })", 'AggregateError ECONNREFUSED'],
    ["{ code: 'E_DB', detail: 1 }", 'E_DB'],
    ['{ message: 42 }', '42'],
    ["Object.assign(new Error(), { message: Symbol('x') })", 'Symbol(x)'],
    ["Symbol('x')", 'Symbol(x)'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['0', '0'],
    ["'text'", 'text'],
    ['{}', 'a value without a message'],
    ["''", 'a value without a message'],
  ])('%s is %s', (expression, text) => {
    expect(messageOf(thrownValue(expression))).toBe(text);
  });
});

/** Returns the files for each value. */
function filesFor(create: (expression: string, index: number) => Record<string, string>): Record<string, string> {
  return Object.assign({}, ...thrownValues.map(([, expression], index) => create(expression, index)));
}

describe.each([undefined, 'next'] as const)('with compat: %s', (compat) => {
  it('a route file that throws any of them is refused', async () => {
    const refusal = { problems: thrownValues.map(() => expect.objectContaining({ code: 'FSR_LOAD_FAILED' })) };
    const atOnce = routeFolder(filesFor((expression, index) => ({ [`a${index}.js`]: `throw ${expression};` })));
    expect(() => fsRoutes(atOnce, { compat })).toThrow(expect.objectContaining(refusal));
    const later = routeFolder(
      filesFor((expression, index) => ({ [`a${index}.mjs`]: `await null; throw ${expression}; export default 1;` })),
    );
    await expect(fsRoutes(later, { compat, extensions: ['.mjs'] }).ready).rejects.toMatchObject(refusal);
  });

  const open = 'module.exports = (req, res) => res.send("open");';
  const folder = routeFolder(
    filesFor((thrown, index) => ({
      [`sync/${index}.js`]: `module.exports = () => { throw ${thrown}; };`,
      [`async/${index}.js`]: `module.exports = async () => { throw ${thrown}; };`,
      [`thenable/${index}.js`]: `module.exports = () => ({ then: (_resolve, reject) => reject(${thrown}) });`,
      [`before/${index}/_middleware.js`]: `module.exports = () => { throw ${thrown}; };`,
      [`before/${index}/a.js`]: open,
      [`before-async/${index}/_middleware.js`]: `module.exports = async () => { throw ${thrown}; };`,
      [`before-async/${index}/a.js`]: open,
      [`around/${index}/_middleware.js`]: `module.exports = [(req, res, next) => next(), (error, req, res, next) => next(error)];`,
      [`around/${index}/a.js`]: `module.exports = () => { throw ${thrown}; };`,
      [`after/${index}/_middleware.js`]: `module.exports = [() => { throw new Error(); }, (error, req, res, next) => { throw ${thrown}; }];`,
      [`after/${index}/a.js`]: open,
    })),
  );
  const routes = fsRoutes(folder, { compat });
  // As in development, where Express prints errors.
  const plain = express().set('env', 'development').use(routes);
  const own = express().use(routes);
  own.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(500).send(`own: ${error.message}`);
  });

  let servers: RawServer[];
  beforeAll(async () => {
    servers = await Promise.all([listen(plain), listen(own)]);
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  it.each(thrownValues.map(([what], index) => [what, index] as const))(
    'a handler or middleware that throws %s is answered with an error',
    async (_what, index) => {
      const kinds = ['sync/?', 'async/?', 'thenable/?', 'before/?/a', 'before-async/?/a', 'around/?/a', 'after/?/a'];
      for (const kind of kinds) {
        const path = `/${kind.replace('?', String(index))}`;
        const [ofPlain, ofOwn] = await Promise.all(servers.map((server) => server.request('GET', path)));
        // One of them has a status of its own, which Express answers with.
        expect([kind, [400, 500].includes(ofPlain!.status), ofOwn!.status]).toEqual([kind, true, 500]);
      }
    },
  );
});

describe('onError that throws or rejects with', () => {
  it.each(thrownValues)('%s has the request answered, and the first error printed', async (_what, expression) => {
    const folder = routeFolder({ 'a.js': `module.exports = () => { throw ${expression}; };` });
    for (const source of [`() => { throw ${expression}; }`, `async () => { throw ${expression}; }`]) {
      printed.mockClear();
      const onError = thrownValue(source) as OnError;
      const app = express().use(fsRoutes(folder, { compat: 'next', onError }));
      await request(app).get('/a').expect(500, 'Internal Server Error');
      expect(printed).toHaveBeenCalled();
    }
  });
});

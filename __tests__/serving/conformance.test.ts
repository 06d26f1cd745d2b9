import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Request, Response } from 'express';
import { fsRoutes, FsRoutesError } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { toPosix } from '../../lib/files/to-posix.js';
import { listen, type RawResponse } from '../support/raw-request.js';
import { given, type Expected, type RecordedRequest } from '../support/recordings.js';
import { routeFolder } from '../support/route-folder.js';

const { routing, conflicts } = given;

/** The kinds of URLs that Next.js redirects to a normalized one, and that default mode answers or passes on. */
const answeredByDesign = new Set(['slash', 'dslash', 'dots', 'backslash']);

/** The trees with names such as `[a]b`, which Next.js takes literally and default mode refuses. */
const treesWithBracketSlips = new Set(['t030', 't058', 't168', 't280', 't286', 't324']);

function exception(request: RecordedRequest): string | undefined {
  if (request.quirk !== undefined) return 'quirk of Next.js';
  if (answeredByDesign.has(request.kind!)) return request.kind;
  return request.expect.status === 308 ? '308 answers of other kinds' : undefined;
}

const excepted = new Map<string, number>();
let identical = 0;
let refusedByNextAndHere = 0;

function except(reason: string, count = 1): void {
  excepted.set(reason, (excepted.get(reason) ?? 0) + count);
}

/** Serves real files, whose modules come from a loader: jest cannot require a name with a `?`. */
function serve(files: readonly string[], extensions: readonly string[] = ['.js']) {
  const folder = routeFolder(files);
  function importModule(absolutePath: string) {
    const file = toPosix(path.relative(folder, absolutePath));
    return { default: (req: Request, res: Response) => res.set('x-file', encodeURIComponent(file)).json(req.query) };
  }
  const app = express();
  app.set('query parser', 'simple');
  app.use('/api', fsRoutes(folder, { caseSensitive: true, ignore: [], extensions, import: importModule }));
  return listen(app);
}

/** Returns the properties of an answer that the recording has, in the form of the recording. */
function answer({ status, headers, body }: RawResponse, recorded: Expected): Partial<Expected> {
  const file = headers['x-file'];
  const query: unknown = body.startsWith('{') ? JSON.parse(body) : undefined;
  const given = { status, type: headers['content-type'], file: file && decodeURIComponent(String(file)), query };
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== undefined && (name in recorded || name === 'file')),
  );
}

describe('recorded answers of Next.js, in default mode', () => {
  it.each(routing.filter(({ id }) => !treesWithBracketSlips.has(id)))('$id: $files', async ({ files, requests }) => {
    const server = await serve(files);
    try {
      for (const request of requests) {
        const response = await server.request(request.method, `/api${request.path}`);
        const reason = exception(request);
        if (reason === undefined) {
          expect({ of: request.path, ...answer(response, request.expect) }).toEqual({
            of: request.path,
            ...request.expect,
          });
          identical += 1;
        } else {
          expect(response.status).toBeLessThan(500);
          except(reason);
        }
      }
    } finally {
      await server.close();
    }
  });

  it.each(routing.filter(({ id }) => treesWithBracketSlips.has(id)))(
    '$id is refused for its brackets: $files',
    async ({ files, requests }) => {
      await expect(async () => serve(files)).rejects.toMatchObject({ code: 'FSR_BAD_BRACKETS' });
      except('tree with a bracket slip, refused', requests.length);
    },
  );
});

/** The trees that Next.js accepts and default mode refuses: docs/next-differences.md lists them. */
const refusedByDesign = new Map([
  ['[[...]].js', 'FSR_BAD_PARAM_NAME'],
  ['[...].js', 'FSR_BAD_PARAM_NAME'],
  ['[ a].js', 'FSR_BAD_PARAM_NAME'],
  ['[...a ].js', 'FSR_BAD_PARAM_NAME'],
  ['[a?].js', 'FSR_OPTIONAL_PARAM'],
  ['[a+].js', 'FSR_BAD_PARAM_NAME'],
  [':id.js', 'FSR_BAD_PARAM_NAME'],
  ['{id}.js', 'FSR_BAD_PARAM_NAME'],
  ['[.js', 'FSR_BAD_BRACKETS'],
  ['[].js', 'FSR_BAD_PARAM_NAME'],
  ['p/[].js', 'FSR_BAD_PARAM_NAME'],
  ['a].js', 'FSR_BAD_BRACKETS'],
  ['[a]b.js', 'FSR_BAD_BRACKETS'],
  ['[a]b.js,[c].js', 'FSR_BAD_BRACKETS'],
  ['a[b]c.js', 'FSR_BAD_BRACKETS'],
  ['x[...y].js', 'FSR_BAD_BRACKETS'],
  ['[a]-[b].js', 'FSR_BAD_BRACKETS'],
  ['[a/b].js', 'FSR_BAD_BRACKETS'],
  ['a/index.js,a.js,b.js', 'FSR_DUPLICATE_ROUTE'],
  ['[id].js,[id]/index.js', 'FSR_DUPLICATE_ROUTE'],
  ['[[...a]].js,[[...a]]/index.js', 'FSR_DUPLICATE_ROUTE'],
  ['a.js,a.jsx', 'FSR_DUPLICATE_ROUTE'],
  ['a/index.js,a/index.ts', 'FSR_DUPLICATE_ROUTE'],
  ['a.tsx,a.ts,a.js', 'FSR_DUPLICATE_ROUTE'],
]);

describe('trees that Next.js refuses or accepts, in default mode', () => {
  it.each(conflicts)('$kind: $files', async ({ files, accepted }) => {
    const allowed = accepted && !refusedByDesign.has(files.join());
    let refusal: unknown;
    try {
      const server = await serve(files, ['.js', '.jsx', '.ts', '.tsx']);
      await server.close();
    } catch (error) {
      refusal = error;
    }
    if (allowed) {
      expect(refusal).toBeUndefined();
    } else {
      expect(refusal).toBeInstanceOf(FsRoutesError);
      const { code } = refusal as FsRoutesError;
      expect(code).toBe(refusedByDesign.get(files.join()) ?? code);
      if (!accepted) refusedByNextAndHere += 1;
    }
  });
});

afterAll(() => {
  const refused = conflicts.filter(({ accepted }) => !accepted).length;
  const lines = [
    `Next.js conformance on ${patternSyntax()}: ${identical} recorded requests identical, excepted by design:`,
    ...[...excepted].map(([reason, count]) => `  ${String(count).padStart(4)}  ${reason}`),
    `  trees that Next.js refuses: ${refusedByNextAndHere} of ${refused} refused; of those it accepts, ${refusedByDesign.size} are refused by design`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
});

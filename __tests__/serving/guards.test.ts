import { afterAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Express, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { fsRoutes, type FsRoutesOptions } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import { listen, type RawResponse, type RawServer } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

/**
 * An Express developer guards a path: `app.use('/api/admin', guard)`. Whatever a client sends, a file below that path
 * must not answer unless the guard has seen the request.
 */

type Guarded = Request & { isGuarded?: boolean };

const guard: RequestHandler = (req: Guarded, _res, next) => {
  req.isGuarded = true;
  next();
};

function secret(req: Guarded, res: Response): void {
  res.setHeader('x-secret', 'yes');
  res.setHeader('x-guarded', req.isGuarded ? 'yes' : 'no');
  res.end();
}

const plainNames = ['admin', 'a.b-c_d~e', "it's,ok;=&@"];
/** Names that a URL has to escape; those of the second list, Next.js reaches as they are. */
const escapedNames = ['café', '日本', 'ÄÖ', 'e\u0301', 'a b', 'a"b', '{x}', 'a#b', 'a<b>', '\u{1f44b}', 'ﬁ'];
const namesOfNext = ['a|b', 'a^b', '100%', 'c%20d', 'a%c3%a9'];

/** Every file below the guarded name, and below nothing. */
function filesOf(names: readonly string[]): string[] {
  const below = ['index.js', 'secret.js', 'users/[id].js', 'all/[...path].js'];
  return names.flatMap((name) => below.map((file) => `${name}/${file}`));
}

const ways: Record<string, (routes: Router, guardedPaths: readonly string[]) => Express> = {
  'on the app': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/${path}`, guard);
    return app.use('/api', routes);
  },
  'in a Router': (routes, paths) => {
    const router = express.Router();
    for (const path of paths) router.use(`/${path}`, guard);
    return express().use('/api', router.use(routes));
  },
  'on the app, around Routers within each other': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/v1/${path}`, guard);
    return app.use('/api', express.Router().use('/v1', routes));
  },
  'on the app, around a sub-app': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/${path}`, guard);
    return app.use('/api', express().use(routes));
  },
};

/** As Express 5 and 4 read a path, nothing in it is a pattern. */
function escapedForExpress(path: string): string {
  return path.replace(patternSyntax() === 'express4' ? /[()[\]+?*:$^|{}\\]/g : /[()[\]+?!*:{}\\]/g, '\\$&');
}

/** The bytes of a text, as one character each: how Node.js takes and gives a request target. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function lower(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
}

/** Ways to write a name that something may take for the name. */
function spellingsOf(name: string): string[] {
  const forms = [name, name.normalize('NFC'), name.normalize('NFD'), name.normalize('NFKC'), name.toUpperCase()];
  const encoded = [...forms.map(encodeURIComponent), ...forms.map(encodeURI), ...forms.map(canonicalSpelling)];
  const escapedLetter = `%${name.charCodeAt(0).toString(16).padStart(2, '0')}${canonicalSpelling(name.slice(1))}`;
  const sent = [...forms.map(bytes), ...encoded, ...encoded.map(lower), escapedLetter].filter((one) => !/\s/.test(one));
  const canonical = canonicalSpelling(name);
  return [
    ...new Set([
      ...sent,
      encodeURIComponent(canonical),
      `${canonical};x`,
      `${canonical}%00`,
      `${canonical}.`,
      `%20${canonical}`,
    ]),
  ];
}

/** Ways to write a path that something may take for the path. */
function pathsOf(mount: string, name: string, rest: string): string[] {
  const [, first = '', ...others] = mount.split('/');
  const path = `${mount}/${name}${rest}`;
  return [
    path,
    `${path}/`,
    `${path}?a=/../b`,
    `${path}#x`,
    path.toUpperCase(),
    `/${path}`,
    `//${first}/${[...others, name].join('/')}${rest}`,
    `${mount}//${name}${rest}`,
    `${mount}///${name}${rest}`,
    `${mount}/${name}/${rest}`,
    `/${first}//${[...others, name].join('/')}${rest}`,
    `${mount}/./${name}${rest}`,
    `${mount}/%2e/${name}${rest}`,
    `${mount}/%2E/${name}${rest}`,
    `${mount}/x/../${name}${rest}`,
    `${mount}/x/%2e%2E/${name}${rest}`,
    `${mount}/x/.%2e/${name}${rest}`,
    `${mount}/.x/../${name}${rest}`,
    `/.${path}`,
    `/${first}/../${first}${path.slice(first.length + 1)}`,
    `/x/..${path}`,
    `${path}/.`,
    `${path}/x/..`,
    `${mount}/${name}/.${rest}`,
    `${mount}\\${name}${rest}`,
    `${mount}/\\${name}${rest}`,
    `${mount}\\/${name}${rest}#x`,
    `${mount}/\\${name}${rest}#x`,
    `${mount}\\\\${name}${rest}#x`,
    `http://h${mount}\\/${name}${rest}`,
    `http://h\\${mount}/${name}${rest}`,
    `${mount}%2f${name}${rest}`,
    `${mount}/%2f${name}${rest}`,
    `${mount}%5c${name}${rest}`,
    `http://h${path}`,
    `http://h${mount}//${name}${rest}`,
    `http://h${mount}/./${name}${rest}`,
    `http://h/x/..${path}`,
    `HTTP://user@h:1${path}`,
    `foo://h${path}`,
    `http://@${path}`,
    `http:///${path}`,
    `http://h?${path}`,
  ];
}

const methods = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PROPFIND'];
const figures = { asked: 0, answered: 0, bypasses: 0 };

/**
 * Every way to write a path with the names that a URL holds as they are, and every sixth with each of the other
 * spellings, another sixth each time.
 */
function targetsOf(mount: string, names: readonly string[]): string[] {
  const spelled = names.flatMap((name) => spellingsOf(name).map((spelling) => ({ name, spelling })));
  return spelled.flatMap(({ name, spelling }, turn) => {
    const isCanonical = spelling === canonicalSpelling(name);
    const rests = isCanonical ? ['', '/secret', '/users/1', '/all/a/b'] : ['/secret'];
    const paths = rests.flatMap((rest) => pathsOf(mount, spelling, rest));
    return spelling === name ? paths : paths.filter((_path, index) => index === 0 || index % 6 === turn % 6);
  });
}

async function attack(server: RawServer, mount: string, names: readonly string[]): Promise<string[]> {
  const bypasses: string[] = [];
  for (const path of targetsOf(mount, names)) {
    const method = methods[figures.asked % methods.length]!;
    figures.asked += 1;
    const answer = await ask(server, method, path);
    if (answer['x-secret'] === undefined) continue;
    figures.answered += 1;
    if (answer['x-guarded'] !== 'yes') bypasses.push(`${method} ${path}`);
  }
  figures.bypasses += bypasses.length;
  return bypasses;
}

/** The headers of the answer; none where Node.js itself refuses the request. A redirect is followed, as clients do. */
async function ask(server: RawServer, method: string, path: string): Promise<RawResponse['headers']> {
  let target = path;
  for (let hop = 0; hop < 4; hop += 1) {
    const answer = await server.request(method, target).catch(() => undefined);
    if (answer?.status !== 308) return answer?.headers ?? {};
    const { headers } = answer;
    expect(headers['x-secret']).toBeUndefined();
    // Nobody is sent to another host.
    expect(headers.location).toMatch(/^\/(?![/\\])/);
    target = headers.location!;
  }
  throw new Error(`${path} is redirected again and again`);
}

const modes: [string, FsRoutesOptions, readonly string[]][] = [
  ['default mode', {}, [...plainNames, ...escapedNames, ...namesOfNext]],
  ['default mode, case-sensitive', { caseSensitive: true }, [...plainNames, ...escapedNames]],
  ['default mode, strict', { strict: true }, plainNames],
  // Next.js reaches the other names by two spellings: they are guarded by `_middleware`.
  ["compat: 'next'", { compat: 'next' }, [...plainNames, ...escapedNames]],
];

describe.each(Object.entries(ways))('a guard %s', (way, create) => {
  it.each(modes)('is passed by no spelling of a URL in %s', async (_mode, options, names) => {
    const routes = fsRoutes(routeFolder(filesOf(names)), {
      ...options,
      ignore: [],
      import: () => ({ default: secret }),
    });
    const app = create(
      routes,
      names.map((name) => escapedForExpress(canonicalSpelling(name))),
    );
    if (options.caseSensitive) app.enable('case sensitive routing');
    const server = await listen(app);
    try {
      expect(await attack(server, way.includes('within') ? '/api/v1' : '/api', names)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

describe.each([{}, { compat: 'next' }] as const)('a guard behind a parameter, with %j', (options) => {
  // Express takes as many characters off such a URL as the path has once it is escaped.
  const odd = [
    "/a'b/api/Z/admin/secret#",
    '/a"b/api/Z/admin/secret#',
    '/<>/api/+++/admin/secret#?',
    '/a\\/api/admin/secret#',
  ];
  const absolute = ['http://h/a|/api/Z/admin/secret', 'http://h;/api/Z/admin/secret', "http://h'/api/Z/admin/secret"];

  it.each([...odd, ...absolute])('is not passed by a path that Express cuts wrongly: %s', async (target) => {
    const routes = fsRoutes(routeFolder(['admin/secret.js']), { ...options, import: () => ({ default: secret }) });
    const server = await listen(express().use('/:tenant/api/admin', guard).use('/:tenant/api', routes));
    try {
      const expected = await server.request('GET', '/a/api/admin/secret');
      expect(expected.headers).toMatchObject({ 'x-secret': 'yes', 'x-guarded': 'yes' });
      expect((await ask(server, 'GET', target))['x-guarded']).not.toBe('no');
    } finally {
      await server.close();
    }
  });
});

it('is not passed by letters outside ASCII, which an adapter may leave decoded', async () => {
  const routes = fsRoutes(routeFolder(['keys/secret.js']), { import: () => ({ default: secret }) });
  const decode: RequestHandler = (req, _res, next) => {
    req.url = decodeURIComponent(req.url);
    next();
  };
  const server = await listen(express().use(decode).use('/api/keys', guard).use('/api', routes));
  try {
    expect((await server.request('GET', '/api/KEYS/secret')).headers).toMatchObject({ 'x-guarded': 'yes' });
    // The Kelvin sign is a small `k` to JavaScript, and to Express another letter.
    expect((await server.request('GET', '/api/%E2%84%AAeys/secret')).status).toBe(404);
    expect((await server.request('GET', '/api/%E2%84%AAEYS/secret')).status).toBe(404);
  } finally {
    await server.close();
  }
});

it.each(['/api/..%2F%2F%09/evil.com/', '/api/../x/.%09./%0A/evil.com', '/api/../%0D/evil.com:99999%20'])(
  'no redirect leads to another host, even if the path was decoded before: %s',
  async (target) => {
    const decode: RequestHandler = (req, _res, next) => {
      req.url = decodeURIComponent(req.url);
      next();
    };
    const routes = fsRoutes(routeFolder(['a.js']), { compat: 'next', import: () => ({ default: secret }) });
    const server = await listen(express().use(decode).use('/api', routes));
    try {
      const { status, headers } = await server.request('GET', target);
      expect(status).toBe(308);
      expect(headers.location).toMatch(/^\/(?![/\\])/);
    } finally {
      await server.close();
    }
  },
);

describe("a folder's middleware", () => {
  it.each(modes)('is passed by no spelling of a URL in %s', async (_mode, options, names) => {
    const all = [...new Set([...names, ...namesOfNext])];
    const folder = routeFolder([...filesOf(all), ...all.map((name) => `${name}/_middleware.js`)]);
    const seen = (req: Guarded, _res: Response, next: NextFunction) => guard(req, _res, next);
    const importModule = (file: string) => ({ default: file.includes('_middleware') ? seen : secret });
    const server = await listen(express().use('/api', fsRoutes(folder, { ...options, import: importModule })));
    try {
      expect(await attack(server, '/api', all)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

describe('the guarded files', () => {
  it.each(modes)('do answer where the guard has let a request in: %s', async (_mode, options, names) => {
    const routes = fsRoutes(routeFolder(filesOf(names)), {
      ...options,
      ignore: [],
      import: () => ({ default: secret }),
    });
    const server = await listen(
      ways['on the app']!(
        routes,
        names.map((name) => escapedForExpress(canonicalSpelling(name))),
      ),
    );
    try {
      for (const name of names) {
        const { headers } = await server.request('GET', `/api/${canonicalSpelling(name)}/secret`);
        expect({ name, ...headers }).toMatchObject({ name, 'x-secret': 'yes', 'x-guarded': 'yes' });
      }
    } finally {
      await server.close();
    }
  });
});

afterAll(() => {
  process.stderr.write(
    `guards on ${patternSyntax()}: ${figures.asked} requests, ${figures.answered} answered by a guarded file, ${figures.bypasses} past the guard\n`,
  );
});

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { parseHost } from '../../../lib/dev/explorer/check-host.js';
import { explorer, type ExplorerOptions } from '../../../lib/dev/explorer/index.js';
import { fsRoutes, FsRoutesError, type Problem } from '../../../lib/index.js';
import { resolveOptions } from '../../../lib/options.js';
import { CurrentFolder, attachFolder } from '../../../lib/serving/route-folder.js';
import { listenForConnections, type ListeningApp } from '../../support/connection.js';
import { routeFolder } from '../../support/route-folder.js';

const loopback = [
  'localhost',
  'LocalHost:3000',
  'localhost.',
  'localhost.:80',
  'localhost:',
  'app.localhost',
  'a.b.LOCALHOST.:1',
  '127.0.0.1',
  '127.0.0.1:3000',
  '127.255.255.254',
  '[::1]',
  '[::1]:3000',
];
const foreign = [
  'evil.example',
  'evil.example:3000',
  'localhost.evil.example',
  'evil-localhost',
  'notlocalhost',
  'localhost..',
  '.localhost',
  'localhost@evil.example',
  'evil.example@localhost',
  'localhost, evil.example',
  'localhost evil.example',
  'localhost:80:80',
  'localhost:port',
  'localhost/',
  'localhost#',
  'localhost%00',
  'localhost;a',
  '127.0.0.1.evil.example',
  '127.0.0.256',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0.0.0.0',
  '128.0.0.1',
  '10.0.0.1',
  '192.168.1.5',
  '[::]',
  '[::2]',
  '[::1',
  '::1',
  '[::1].evil.example',
  '[::ffff:127.0.0.1]',
  '<script>alert(1)</script>',
  'x'.repeat(5000),
];

const router = fsRoutes(routeFolder(['a.js']));
const settings = resolveOptions({});

function appWith(options?: ExplorerOptions): express.Express {
  return express()
    .use('/api', router)
    .use('/_routes', explorer({ '/api': router }, options));
}

describe('the explorer', () => {
  let server: ListeningApp;
  let allowing: ListeningApp;

  beforeAll(async () => {
    server = await listenForConnections(appWith());
    allowing = await listenForConnections(appWith({ allowedHosts: ['Dev.example.com', '192.168.1.5', '[fe80::1]'] }));
  });
  afterAll(() => Promise.all([server.close(), allowing.close()]));

  /** Sends a request, and returns the head of the response and the start of its body. */
  async function ask(app: ListeningApp, ...lines: readonly string[]): Promise<string> {
    const connection = app.connect().write([...lines, 'connection: close', '', ''].join('\r\n'));
    // The stream of changes does not end, but its first line is enough.
    const answer = await connection.until(/\r\n\r\n[^]*(?:changes of the route folders|<\/html>)/);
    connection.destroy();
    return answer;
  }
  const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

  async function statuses(app: ListeningApp, hosts: readonly string[], path: string): Promise<[string, number][]> {
    const asked = hosts.map(async (host): Promise<[string, number]> => {
      return [host, statusOf(await ask(app, `GET /_routes${path} HTTP/1.1`, `host: ${host}`))];
    });
    return Promise.all(asked);
  }
  const all = (hosts: readonly string[], status: number): [string, number][] => hosts.map((host) => [host, status]);

  it('answers requests for all hosts of this machine, and refuses those for others', async () => {
    expect(await statuses(server, loopback, '/data')).toEqual(all(loopback, 200));
    expect(await statuses(server, foreign, '/data')).toEqual(all(foreign, 403));
  });

  it.each([
    ['', 200],
    ['/', 200],
    ['/data', 200],
    ['/changes', 200],
    ['/match?method=GET&url=/api/a', 200],
    ['/nothing', 404],
    ['/%zz', 404],
  ])('checks the host of a request for /_routes%s', async (path, status) => {
    expect(await statuses(server, ['localhost', 'evil.example'], path)).toEqual([
      ['localhost', status],
      ['evil.example', 403],
    ]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])(
    'refuses requests for other hosts with the method %s',
    async (method) => {
      expect(statusOf(await ask(server, `${method} /_routes/data HTTP/1.1`, 'host: evil.example'))).toBe(403);
    },
  );

  it('answers requests for the allowed hosts, in any letter case and with any port', async () => {
    const named = ['dev.example.com', 'DEV.EXAMPLE.COM.:3000', '192.168.1.5:80', '[FE80::1]:3000'];
    expect(await statuses(allowing, [...named, ...loopback], '/data')).toEqual(all([...named, ...loopback], 200));
    const others = [...foreign.filter((host) => host !== '192.168.1.5'), 'a.dev.example.com', 'example.com'];
    expect(await statuses(allowing, others, '/data')).toEqual(all(others, 403));
  });

  it.each<[string, readonly string[], number]>([
    ['no host (HTTP/1.0)', ['GET /_routes/data HTTP/1.0'], 403],
    ['a host in HTTP/1.0', ['GET /_routes/data HTTP/1.0', 'host: localhost'], 200],
    ['an empty host', ['GET /_routes/data HTTP/1.1', 'host:'], 403],
    ['a second host', ['GET /_routes/data HTTP/1.1', 'host: localhost', 'host: evil.example'], 403],
    ['a first host', ['GET /_routes/data HTTP/1.1', 'host: evil.example', 'host: localhost'], 403],
    ['the same host twice', ['GET /_routes/data HTTP/1.1', 'host: localhost', 'host: localhost'], 200],
    ['X-Forwarded-Host', ['GET /_routes/data HTTP/1.1', 'host: evil.example', 'x-forwarded-host: localhost'], 403],
    ['Forwarded', ['GET /_routes/data HTTP/1.1', 'host: evil.example', 'forwarded: host=localhost'], 403],
    ['a whole URL', ['GET http://localhost:3000/_routes/data HTTP/1.1', 'host: localhost'], 200],
    ['a whole URL with a query', ['GET http://localhost/_routes/match?url=/api/a HTTP/1.1', 'host: localhost'], 200],
    ['a port that is not valid', ['GET http://localhost:99999/_routes/match?url=/ HTTP/1.1', 'host: localhost'], 200],
    ['a whole URL of another host', ['GET http://evil.example/_routes/data HTTP/1.1', 'host: localhost'], 403],
    ['a whole URL, and another host', ['GET http://localhost/_routes/data HTTP/1.1', 'host: evil.example'], 403],
    ['a name before the host', ['GET http://localhost@evil.example/_routes/ HTTP/1.1', 'host: localhost'], 403],
    ['another scheme', ['GET foo://evil.example/_routes/data HTTP/1.1', 'host: localhost'], 403],
    ['a URL without a host', ['GET http:///_routes/match HTTP/1.1', 'host: localhost'], 403],
  ])('checks every host that a request names: %s', async (_what, lines, status) => {
    expect(statusOf(await ask(server, ...lines))).toBe(status);
  });

  it.each(['X-Forwarded-Host: localhost', 'X-Forwarded-For: 127.0.0.1'])(
    'does not trust proxies: %s',
    async (header) => {
      const app = express().set('trust proxy', true).use(appWith());
      const [name, value] = header.split(': ') as [string, string];
      await request(app).get('/_routes/data').set('host', 'evil.example').set(name, value).expect(403);
    },
  );

  it('says which host it refused, and which option allows it', async () => {
    const response = await request(appWith())
      .get('/_routes/data')
      .set('host', '<b>evil</b>')
      .expect(403)
      .expect('Content-Type', 'text/plain; charset=utf-8')
      .expect('X-Content-Type-Options', 'nosniff')
      .expect('Cache-Control', 'no-store');
    expect(response.text).toBe(
      "The explorer does not answer requests for the host '<b>evil</b>'. If the host is yours, add it to the option 'allowedHosts' of explorer(), without a port.\n",
    );
    const long = await request(appWith()).get('/_routes').set('host', 'x'.repeat(5000)).expect(403);
    expect(long.text.length).toBeLessThan(300);
    const allowed = appWith({ allowInProduction: true });
    await request(allowed).get('/_routes').set('host', 'evil.example').expect(403);
  });

  it('checks the host of an HTTP/2 request', () => {
    const ask = (headers: object): unknown => {
      const fake = { method: 'GET', url: '/nothing', originalUrl: '/nothing', headers, rawHeaders: [] };
      let answered: unknown;
      const response = {
        status: (code: number) => ((answered = code), response),
        ...Object.fromEntries(['set', 'type', 'send', 'removeHeader'].map((name) => [name, () => response])),
      };
      explorer({ '/api': router })(fake as never, response as never, () => (answered = 'next'));
      return answered;
    };
    expect(ask({ ':authority': 'localhost:3000' })).toBe('next');
    expect(ask({ ':authority': 'evil.example' })).toBe(403);
    expect(ask({ ':authority': 'evil.example', host: 'localhost' })).toBe(403);
  });

  it.each<[string, unknown]>([
    ['true', true],
    ['a text', 'dev.example.com'],
    ['a number', [1]],
    ['undefined', [undefined]],
    ['an empty host', ['']],
    ['a port', ['dev.example.com:3000']],
    ['a URL', ['http://dev.example.com']],
    ['a path', ['dev.example.com/']],
    ['a wildcard', ['*.example.com']],
    ['a dot in front', ['.example.com']],
    ['letters that a browser escapes', ['büro.example']],
  ])('refuses allowedHosts with %s', (_what, allowedHosts) => {
    const call = () => explorer({ '/api': router }, { allowedHosts } as ExplorerOptions);
    expect(call).toThrow(FsRoutesError);
    expect(call).toThrow(expect.objectContaining({ code: 'FSR_BAD_OPTION' }));
    expect(call).toThrow(/'allowedHosts'[^]*without a port/);
  });

  it('parses a long host in linear time', () => {
    const before = process.cpuUsage();
    for (const text of ['a.'.repeat(8000), 'a-'.repeat(8000) + '!', '['.repeat(8000), 'a'.repeat(16000) + ':'])
      parseHost(text);
    const { user, system } = process.cpuUsage(before);
    // In microseconds of CPU time, which other processes do not change. Quadratic time would be several times more.
    expect(user + system).toBeLessThan(200_000);
  });
});

describe('a text of the explorer', () => {
  const outside = path.join(routeFolder({ "it's my app/api/a.js": 'module.exports = () => undefined' }), "it's my app");
  const cwd = process.cwd();

  /** Returns the message of a problem, and its help if it is given, as the page gets them. */
  async function shownText(problem: Partial<Problem>, directory = path.join(outside, 'api')): Promise<string> {
    const served = express.Router();
    const real = fsRoutes(path.join(outside, 'api'));
    const live = { current: { routes: real.routes, modules: new Map() } };
    const folder = new CurrentFolder(directory, settings, live);
    folder.update([
      { code: 'FSR_LOAD_FAILED', message: '', help: '', files: ['a.js'], cause: new Error(), ...problem },
    ]);
    attachFolder(served, folder);
    const app = express().use('/_routes', explorer({ '/api': served }));
    const data = await request(app).get('/_routes/data').expect(200);
    const match = await request(app).get('/_routes/match?method=GET&url=/api/a').expect(200);
    expect(data.text + match.text).not.toContain(outside);
    const [first] = (data.body as { folders: { problems: Problem[] }[] }).folders[0]!.problems;
    const summary = (match.body as { matches: { explanation: { summary: string } }[] }).matches[0]!.explanation.summary;
    if (problem.files === undefined) expect(summary).toBe(`a.js matches, but cannot answer: ${first!.message}`);
    return first!.message + (problem.help === undefined ? '' : ` ${first!.help}`);
  }

  it.each([
    ['a place', 'odd (/srv/other app/x.js:3:5)', 'odd (…/x.js:3:5)'],
    ['a place in the route folder', `odd (${outside}/api/x.js:3)`, 'odd (…/api/x.js:3)'],
    ['a place in the working directory', `odd (${cwd}/lib/x.js:3:5)`, 'odd (lib/x.js:3:5)'],
    ['the working directory', `in ${cwd}`, 'in .'],
    ['a file URL', 'odd (file:///srv/my%20app/x.js:3:5)', 'odd (…/x.js:3:5)'],
    ['a file URL with one slash', 'odd file:/srv/app/x.js', 'odd …/x.js'],
    ['a file URL of a host', 'odd file://host/srv/x.js', 'odd …/x.js'],
    ['a file URL in the working directory', `odd file://${cwd}/lib/x.js`, 'odd lib/x.js'],
    ['quotes', "ENOENT: no such file, open '/etc/my secrets/key.pem'", "ENOENT: no such file, open '…/key.pem'"],
    ['two paths', "rename '/a b/c' -> '/d e/f'", "rename '…/c' -> '…/f'"],
    [
      'a stack of requires',
      "Cannot find module './x'\nRequire stack:\n- /srv/my app/a.js\n- /home/me/b.js",
      "Cannot find module './x'\nRequire stack:\n- …/a.js\n- …/b.js",
    ],
    [
      'imports',
      "Cannot find package 'x' imported from /srv/my app/a.mjs",
      "Cannot find package 'x' imported from …/a.mjs",
    ],
    ['a path alone', 'cannot read /etc/passwd, sorry', 'cannot read …/passwd, sorry'],
    ['a path after an equals sign', 'PATH=/usr/local/bin', 'PATH=…/bin'],
    ['a path at the start', '/srv/app/x.js:1', '…/x.js:1'],
    ['Windows', String.raw`odd (C:\Users\me and you\x.js:3)`, 'odd (…/x.js:3)'],
    ['a share of Windows', String.raw`open '\\server\share\x.js'`, "open '…/x.js'"],
    ['no path', 'a/b, 1/2, https://example.com/a, ./c and ../d', 'a/b, 1/2, https://example.com/a, ./c and ../d'],
    [
      'a regular expression',
      'Invalid regular expression: /(a/: Unterminated group',
      'Invalid regular expression: /(a/: Unterminated group',
    ],
  ])('contains no path outside of the working directory: %s', async (_what, message, shown) => {
    expect(await shownText({ message })).toBe(shown);
  });

  it('shortens the path of the folder, and that of the working directory', async () => {
    const help = `It starts at the working directory (${cwd}).`;
    const message = `There is no route folder ${path.join(outside, 'api')}.`;
    expect(await shownText({ message, help, files: [], cause: undefined })).toBe(
      'There is no route folder …/api. It starts at the working directory (.).',
    );
  });

  it('keeps the paths of URLs', async () => {
    const message = "These answer '/api/a' and /tmp/b.";
    expect(await shownText({ message, cause: undefined })).toBe(message);
  });

  it.each([
    ['outside of the working directory', path.join(outside, 'api'), '…/api'],
    ['in the working directory', path.join(cwd, 'lib'), 'lib'],
    ['that is the working directory', cwd, '.'],
    ['above the working directory', path.dirname(cwd), `…/${path.basename(path.dirname(cwd))}`],
  ])('shortens the path of a folder %s', async (_where, directory, shown) => {
    const served = express.Router();
    attachFolder(served, new CurrentFolder(directory, settings, { current: { routes: [], modules: new Map() } }));
    const app = express().use('/_routes', explorer({ '/api': served }));
    expect((await request(app).get('/_routes/data')).body).toMatchObject({ folders: [{ directory: shown }] });
  });
});

import { afterAll, expect } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import type { FsRoutesOptions } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import type { RawResponse, RawServer } from './raw-request.js';

/**
 * An Express developer guards a path: `app.use('/api/admin', guard)`. Whatever a client sends, a file below that path
 * must not answer unless the guard has seen the request.
 */

export type Guarded = Request & { isGuarded?: boolean };

export const guard: RequestHandler = (req: Guarded, _res, next) => {
  req.isGuarded = true;
  next();
};

export function secret(req: Guarded, res: Response): void {
  res.setHeader('x-secret', 'yes');
  res.setHeader('x-guarded', req.isGuarded ? 'yes' : 'no');
  res.end();
}

const plainNames = ['admin', 'a.b-c_d~e', "it's,ok;=&@"];
/** Names that a URL has to escape; those of the second list, Next.js reaches as they are. */
const escapedNames = ['café', '日本', 'ÄÖ', 'e\u0301', 'a b', 'a"b', '{x}', 'a#b', 'a<b>', '\u{1f44b}', 'ﬁ'];
export const namesOnlyForNext = ['a|b', 'a^b', '100%', 'c%20d', 'a%c3%a9'];

/** Every file below the guarded name, and below nothing. */
export function filesOf(names: readonly string[]): string[] {
  const below = ['index.js', 'secret.js', 'users/[id].js', 'all/[...path].js'];
  return names.flatMap((name) => below.map((file) => `${name}/${file}`));
}

/** As Express 5 and 4 read a path, nothing in it is a pattern. */
export function escapedForExpress(path: string): string {
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

export async function attack(server: RawServer, mount: string, names: readonly string[]): Promise<string[]> {
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
export async function ask(server: RawServer, method: string, path: string): Promise<RawResponse['headers']> {
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

export const modes: [string, FsRoutesOptions, readonly string[]][] = [
  ['default mode', {}, [...plainNames, ...escapedNames, ...namesOnlyForNext]],
  ['default mode, case-sensitive', { caseSensitive: true }, [...plainNames, ...escapedNames]],
  ['default mode, strict', { strict: true }, plainNames],
  // Next.js reaches the other names by two spellings: they are guarded by `_middleware`.
  ["compat: 'next'", { compat: 'next' }, [...plainNames, ...escapedNames]],
];

afterAll(() => {
  process.stderr.write(
    `guards on ${patternSyntax()}: ${figures.asked} requests, ${figures.answered} answered by a guarded file, ${figures.bypasses} past the guard\n`,
  );
});

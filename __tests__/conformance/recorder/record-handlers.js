import { ask } from './ask.js';
import { fullAnswer } from './full-answer.js';
import { withApp } from './next-app.js';
import { readFiles, readOwn } from './recording-files.js';
import { say } from './say.js';

/** All groups share one app, save those that need another next.config: they say `config`. */
export async function recordHandlers(installed, { group: wanted }) {
  const { groups } = readOwn('handler-requests.json');
  const handlers = readFiles('handlers');
  const chosen = groups.filter(({ group }) => wanted === undefined || group === wanted);
  const entries = [];
  for (const [config, members] of byConfig(chosen)) {
    const files = Object.fromEntries(
      Object.entries(handlers).filter(([file]) => members.some(({ group }) => file.startsWith(`${group}/`))),
    );
    const app = { name: 'handlers', files, config: JSON.parse(config), rootFiles: rootFiles() };
    await withApp(installed, app, async (port) => {
      for (const group of members) entries.push(await recordGroup(port, group));
    });
  }
  const order = groups.map(({ group }) => group);
  entries.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  return { list: 'groups', entries };
}

/** The rules of `.env` files are recorded through routes that print variables. */
function rootFiles() {
  return Object.fromEntries(Object.entries(readFiles('env')).map(([file, text]) => [file.replace(/^dot-/, '.'), text]));
}

function byConfig(groups) {
  const apps = new Map();
  for (const group of groups) {
    const key = JSON.stringify(group.config ?? {});
    apps.set(key, [...(apps.get(key) ?? []), group]);
  }
  return apps;
}

async function recordGroup(port, { group, requests, ...rest }) {
  const recorded = [];
  for (const request of requests) {
    const headers = await etagsOf(port, request.headers);
    const answer = await ask(port, { ...request, path: `/api${request.path}`, headers });
    recorded.push({ ...request, expect: fullAnswer(answer) });
  }
  say(`  ${group}: ${recorded.length} requests`);
  return { group, ...rest, requests: recorded };
}

/** `{etag:/path}` is the etag that the path answers with; `{opaque:/path}` the same without a weak mark. */
async function etagsOf(port, headers = {}) {
  const marks = JSON.stringify(headers).matchAll(/\{(etag|opaque):([^}]*)\}/g);
  const tags = new Map();
  for (const [mark, kind, path] of marks) {
    const { headers: told } = await ask(port, { method: 'GET', path: `/api${path}` });
    if (told?.etag === undefined) throw new Error(`${mark}: that path answers without an etag`);
    tags.set(mark, kind === 'opaque' ? told.etag.replace(/^W\//, '') : told.etag);
  }
  const fill = (value) => String(value).replace(/\{(etag|opaque):[^}]*\}/g, (mark) => tags.get(mark));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(fill) : fill(value)]),
  );
}

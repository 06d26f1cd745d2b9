import { fileURLToPath } from 'node:url';

/** In the URL of a module that is loaded again, so that Node.js takes it for another one. */
const versionParam = 'watch';
const versionInText = new RegExp(`[?&]${versionParam}=\\d+`, 'g');

/** The file that a module's URL stands for; nothing for installed packages, which nobody edits, and for `node:`. */
export function fileOf(url: string): string | undefined {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return undefined;
  const { href } = Object.assign(new URL(url), { search: '', hash: '' });
  return fileURLToPath(href);
}

/** The URL under which Node.js knows a version of a module; the first has none of its own. */
export function versionedUrl(url: string, version: number | undefined): string {
  if (version === undefined || new URL(url).searchParams.has(versionParam)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${versionParam}=${version}`;
}

/** A message without what was added to the URLs in it. */
export function withoutVersions(text: string): string {
  return text.replace(versionInText, '');
}

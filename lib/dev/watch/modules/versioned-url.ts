import { fileURLToPath } from 'node:url';

/** The search parameter in the URL of a module that is loaded again. It makes it another module for Node.js. */
const versionParam = 'watch';
const versionInText = new RegExp(`[?&]${versionParam}=\\d+`, 'g');

/**
 * Returns the path of a module's file; `undefined` for `node:` URLs and for installed packages, which are not watched.
 */
export function fileOf(url: string): string | undefined {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return undefined;
  const { href } = Object.assign(new URL(url), { search: '', hash: '' });
  return fileURLToPath(href);
}

/** Returns the URL of a version of a module. The first version has the plain URL. */
export function versionedUrl(url: string, version: number | undefined): string {
  if (version === undefined || new URL(url).searchParams.has(versionParam)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${versionParam}=${version}`;
}

/** Returns a message without the versions in its URLs. */
export function withoutVersions(text: string): string {
  return text.replace(versionInText, '');
}

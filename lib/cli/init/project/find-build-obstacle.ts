import { startedWords, startsCompiled } from './find-entry.js';
import type { ByHandPlan } from '../plan.js';
import type { Project } from './read-project.js';

/** Why files that are only read from a folder would be missing where the app runs; undefined where they are not. */
export function whyNotBuilt(project: Project): Pick<ByHandPlan, 'code' | 'reason'> | undefined {
  const bundler = findBundler(project);
  if (bundler !== undefined) {
    const reason = `the build script makes a bundle with ${bundler}; it has to compile each route file to a file beside the bundle, too`;
    return { code: 'BUNDLED', reason };
  }
  if (!project.compilesListedFiles || !startsCompiled(project)) return undefined;
  return {
    code: 'LISTED_FILES',
    reason: 'tsconfig.json lists the files that are compiled; it needs an "include" for route files',
  };
}

/** The bundler that a build script runs, where what it makes is started. */
function findBundler(project: Project): string | undefined {
  const build = Object.entries(project.scripts).find(([name]) => /^build(?::|$)/.test(name))?.[1] ?? '';
  const [forServers] = /\b(?:tsup|tsdown|esbuild|ncc|unbuild|pkgroll|nx|bun build)\b/.exec(build) ?? [];
  const isStarted = startsCompiled(project);
  if (forServers !== undefined && (isStarted || startedWords(project).includes(forServers))) return forServers;
  // Beside a compiler for the server, these are for the pages in a browser.
  const hasCompiler = /\b(?:tsc|swc)\b/.test(build);
  return hasCompiler || !isStarted ? undefined : /\b(?:webpack|rollup|rspack|vite|parcel)\b/.exec(build)?.[0];
}

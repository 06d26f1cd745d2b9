import type { ManualPlan } from '../plan.js';
import { startScriptWords, startsBuildOutput } from './find-entry.js';
import type { Project } from './read-project.js';

/**
 * Finds the reason why the build would leave out route files, which no module imports. Returns `undefined` if there is
 * none.
 */
export function findBuildObstacle(project: Project): Pick<ManualPlan, 'code' | 'reason'> | undefined {
  const bundler = findBundler(project);
  if (bundler !== undefined) {
    const reason = `the build script bundles the app with ${bundler}, which must also compile each route file to a file next to the bundle`;
    return { code: 'BUNDLED', reason };
  }
  if (!project.compilesListedFiles || !startsBuildOutput(project)) return undefined;
  return {
    code: 'LISTED_FILES',
    reason: 'tsconfig.json compiles only the files that it lists, and needs an "include" for route files',
  };
}

/** Finds the bundler that a build script runs, if the start scripts run its output. */
function findBundler(project: Project): string | undefined {
  const build = Object.entries(project.scripts).find(([name]) => /^build(?::|$)/.test(name))?.[1] ?? '';
  const [serverBundler] = /\b(?:tsup|tsdown|esbuild|ncc|unbuild|pkgroll|nx|bun build)\b/.exec(build) ?? [];
  const isStarted = startsBuildOutput(project);
  if (serverBundler !== undefined && (isStarted || startScriptWords(project).includes(serverBundler))) {
    return serverBundler;
  }
  // Next to a compiler for the server, these bundle the pages for the browser.
  const hasCompiler = /\b(?:tsc|swc)\b/.test(build);
  return hasCompiler || !isStarted ? undefined : /\b(?:webpack|rollup|rspack|vite|parcel)\b/.exec(build)?.[0];
}

import { inspectFolder, type InspectOptions } from '../dev/inspect/inspect-folder.js';
import { enableTypeScript } from '../dev/inspect/enable-typescript.js';
import { messageOf } from '../reporting/thrown.js';
import { isTypeScript } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { resolveDirectory } from '../files/scan-routes.js';
import type { RouteFolder } from '../serving/route-folder.js';
import type { RouteFile } from '../types/index.js';
import { exitCodes } from './exit-codes.js';
import { settingsOf, type FolderFlags } from './folder-flags.js';
import { LoadProgress } from './load-progress.js';
import { preload } from './preload.js';
import { reportFailure } from './report-failure.js';
import type { ProcessTerminal, Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/**
 * Reads the folder that a command is about, and loads its files unless the flags say otherwise.
 *
 * @param filesToLoad which of them the command needs. Default: all
 * @throws {UsageError} where the files are TypeScript and nothing loads that
 * @throws {FsRoutesError} where there is no such folder, or a flag has a value it cannot have
 */
export async function openFolder(
  source: string,
  flags: FolderFlags,
  terminal: ProcessTerminal,
  filesToLoad?: InspectOptions['filesToLoad'],
): Promise<RouteFolder> {
  const settings = settingsOf(flags);
  const directory = resolveDirectory(source);
  const loading = new LoadProgress();
  const stopGuarding = guardProcess(
    terminal,
    () => {
      loading.clear();
      const files = loading.pendingFiles(directory);
      const what = files.length === 0 ? '' : ` These were being loaded: ${files.map(printable).join(', ')}.`;
      return `A route file ended the process, or waits for what never comes.${what}`;
    },
    flags,
  );
  const beforeLoad = async (files: readonly RouteFile[]): Promise<void> => {
    terminal.reserveStdout();
    loading.start(files.length);
    for (const specifier of flags.import ?? []) await preload(specifier);
    const typescript = files.find(({ file }) => isTypeScript(file));
    if (typescript && !(await enableTypeScript(directory))) throw noTypeScript(typescript);
  };
  const wanted = flags.load ? filesToLoad : () => [];
  try {
    const inspection = { beforeLoad, loadListener: loading, ...(wanted && { filesToLoad: wanted }) };
    const folder = await inspectFolder(directory, settings, inspection);
    // What the files began and what failed at once is told, too.
    await new Promise(setImmediate);
    return folder;
  } finally {
    stopGuarding();
  }
}

/**
 * While route files load, theirs is the process: tells what fails behind them, and does not let the program
 * end as if all were well where one of them ends it.
 *
 * @param why what is told then
 * @returns what ends that
 */
function guardProcess(terminal: Terminal, why: () => string, { json }: FolderFlags): () => void {
  const onExit = (): void => {
    const help = 'do not end the process while a route file is loaded, or look at names only, with --no-load.';
    process.exitCode = reportFailure(
      { exitCode: exitCodes.negative, code: 'ENDED', message: why(), help },
      json === true,
      terminal,
    );
  };
  process.once('exit', onExit);
  // Ctrl+C: which file it waits for is what one wants to know then.
  const onInterrupt = (): void => process.exit();
  process.once('SIGINT', onInterrupt);
  const onFailure = (error: unknown): void => {
    terminal.writeErr(`Warning: a route file failed after it was loaded: ${messageOf(error)}`);
  };
  process.on('uncaughtException', onFailure);
  process.on('unhandledRejection', onFailure);
  return () => void process.off('exit', onExit).off('SIGINT', onInterrupt);
}

function noTypeScript({ file }: RouteFile): UsageError {
  return new UsageError(
    `${file} is TypeScript, which Node ${process.versions.node} does not load by itself, and tsx is not installed in this project.`,
    'install tsx (npm install --save-dev tsx), which is then used; or name another loader with --import; or look at names only, with --no-load.',
  );
}

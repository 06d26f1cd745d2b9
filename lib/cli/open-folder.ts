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
 * Reads the folder of a command, and loads its files unless the flags say otherwise.
 *
 * @param filesToLoad returns the files that the command needs. Default: all of them
 * @throws {UsageError} if there are TypeScript files and nothing can load them
 * @throws {FsRoutesError} if the folder does not exist or an option has a wrong value
 */
export async function openFolder(
  source: string,
  flags: FolderFlags,
  terminal: ProcessTerminal,
  filesToLoad?: InspectOptions['filesToLoad'],
): Promise<RouteFolder> {
  const settings = settingsOf(flags);
  const directory = resolveDirectory(source);
  const progress = new LoadProgress();
  const describeExit = (): string => {
    progress.clear();
    const files = progress.pendingFiles(directory);
    const stillLoading = files.length === 0 ? '' : ` Still loading: ${files.map(printable).join(', ')}.`;
    return `The process ended before the command had finished.${stillLoading}`;
  };
  const beforeLoad = async (files: readonly RouteFile[]): Promise<void> => {
    terminal.reserveStdout();
    progress.start(files.length);
    for (const specifier of flags.import ?? []) await preload(specifier);
    const typescript = files.find(({ file }) => isTypeScript(file));
    if (typescript && !(await enableTypeScript(directory))) throw typescriptError(typescript);
  };
  const stopGuarding = guardProcess(terminal, describeExit, flags);
  try {
    const folder = await inspectFolder(directory, settings, {
      filesToLoad: flags.load ? filesToLoad : () => [],
      beforeLoad,
      loadListener: progress,
    });
    // Prints what the files have already written, and errors that they have already thrown, before the answer.
    await new Promise(setImmediate);
    return folder;
  } finally {
    stopGuarding();
  }
}

/**
 * Guards the process while route files load. If one of them ends the process, or if the user presses Ctrl+C, reports
 * that, and the exit code is not 0. Reports errors that a file throws after it was loaded as warnings.
 *
 * @param describeExit returns the message for a process that ends too early
 * @returns a function that lets the process end again; errors are still reported as warnings
 */
function guardProcess(terminal: Terminal, describeExit: () => string, { json }: FolderFlags): () => void {
  const onExit = (): void => {
    const help =
      'remove process.exit(), or an await that never settles, from the top level of the route file, or load no file, with --no-load.';
    process.exitCode = reportFailure(
      { exitCode: exitCodes.negative, code: 'ENDED', message: describeExit(), help },
      json === true,
      terminal,
    );
  };
  process.once('exit', onExit);
  // Ctrl+C: the user wants to know which file the program waits for.
  const onInterrupt = (): void => process.exit();
  process.once('SIGINT', onInterrupt);
  const onFailure = (error: unknown): void => {
    terminal.writeErr(`Warning: a route file failed after it was loaded: ${messageOf(error)}`);
  };
  process.on('uncaughtException', onFailure);
  process.on('unhandledRejection', onFailure);
  return () => void process.off('exit', onExit).off('SIGINT', onInterrupt);
}

function typescriptError({ file }: RouteFile): UsageError {
  return new UsageError(
    `${file} is TypeScript, which Node ${process.versions.node} cannot load by itself, and tsx is not installed in this project.`,
    'install tsx (npm install --save-dev tsx), name another loader with --import, or load no file, with --no-load.',
  );
}

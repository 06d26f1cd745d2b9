import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addFolderFlags, type FolderFlags } from './folder-flags.js';
import type { InitOptions } from './init/run-init.js';
import type { ListFlags } from './list.js';
import type { MatchFlags } from './match.js';
import type { ProcessTerminal } from './terminal.js';

const help = `
Exit codes:
  0  success: no problems, or a file answers the request
  1  there are problems, no file answers the request, or init has not made all changes
  2  wrong usage, or the folder or project does not exist
  3  express-pages-api itself failed

Examples:
  $ npx express-pages-api list ./api
  $ npx express-pages-api match ./api GET '/posts/1?draft=1'
  $ npx express-pages-api check ./api --json
  $ npx express-pages-api init --dry-run`;

const matchHelp = `
The path starts below the mount path, unless you name that with --mount-path. Quote a path with a query string.
  $ npx express-pages-api match ./api /posts/1
  $ npx express-pages-api match ./api DELETE http://localhost:3000/api/posts/1 --mount-path /api`;

/**
 * Carries out a command.
 *
 * @param args the command-line arguments, without those of Node
 * @returns the exit code
 * @throws {CommanderError} after help or version was printed, and if commander refuses the arguments
 */
export async function runCommand(args: readonly string[], terminal: ProcessTerminal): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => (exitCode = code), terminal);
  await program.parseAsync(args, { from: 'user' });
  return exitCode;
}

/**
 * Creates the commands with their options and help.
 *
 * @param setExitCode receives the exit code of a command that has finished
 */
function createProgram(setExitCode: (exitCode: number) => void, terminal: ProcessTerminal): Command {
  const program = new Command('express-pages-api')
    .description(
      'Shows which routes express-pages-api serves from a folder, which file answers a request, and what is wrong.',
    )
    .version(packageVersion(), '--version')
    .addHelpText('after', help)
    // Must come before the commands, which copy these settings.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.writeOut(text.trimEnd()),
      writeErr: (text) => terminal.writeErr(text.trimEnd()),
      // run.ts reports all errors.
      outputError: () => undefined,
    });

  addFolderFlags(program.command('list'))
    .description('list all routes in order of precedence, with methods, URL, Express path, file and middleware')
    .argument('<folder>', 'the route folder, as you pass it to fsRoutes: ./api')
    .option('--all', 'list also the files that look like route files and are not served, with the reason')
    .action(async (folder: string, flags: ListFlags) => {
      const { list } = await import('./list.js');
      setExitCode(await list(folder, flags, terminal));
    });
  addFolderFlags(program.command('match'))
    .description('show which file answers a request, with which req.query, and why')
    .argument('<folder>', 'the route folder, as you pass it to fsRoutes: ./api')
    .argument('<request...>', "a method (default: GET) and a path: GET '/posts/1?draft=1'")
    .option('--mount-path <path>', 'the mount path, if the path of the request begins with it: /api')
    .addHelpText('after', matchHelp)
    .action(async (folder: string, words: string[], flags: MatchFlags) => {
      const { match } = await import('./match.js');
      setExitCode(await match(folder, words, flags, terminal));
    });
  addFolderFlags(program.command('check'))
    .description('report everything that is wrong with the folder: conflicts, wrong names, wrong exports')
    .argument('<folder>', 'the route folder, as you pass it to fsRoutes: ./api')
    .action(async (folder: string, flags: FolderFlags) => {
      const { check } = await import('./check.js');
      setExitCode(await check(folder, flags, terminal));
    });
  program
    .command('init')
    .description(
      'add a first folder of route files, and the line that mounts it, to the Express project in this folder',
    )
    .option('-y, --yes', 'change the project without asking', false)
    .option('-n, --dry-run', 'only show the changes', false)
    .option('--entry <file>', 'the file that creates the app, if it is not found or there are several')
    .option('--json', 'print the plan as JSON, and change nothing without --yes', false)
    .action(async (options: InitOptions) => {
      const { runInit } = await import('./init/run-init.js');
      setExitCode(await runInit(process.cwd(), options, terminal));
    });
  return program;
}

function packageVersion(): string {
  return (createRequire(import.meta.url)('express-pages-api/package.json') as { version: string }).version;
}

import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addFolderFlags, type FolderFlags } from './folder-flags.js';
import type { InitOptions } from './init/run-init.js';
import type { MatchFlags } from './match.js';
import type { ProcessTerminal } from './terminal.js';

const help = `
Exit codes:
  0  all is well: no problems, a file answers
  1  the answer is no: there are problems, no file answers, init has not done it
  2  the command was called wrongly, or there is no such folder or project
  3  a failure of this program

Examples:
  $ npx express-pages-api list ./api
  $ npx express-pages-api match ./api GET '/posts/1?draft=1'
  $ npx express-pages-api check ./api --json
  $ npx express-pages-api init --dry-run`;

const matchHelp = `
The path is as below the mount path, in quotes if it has a query string; --mount-path takes that off:
  $ npx express-pages-api match ./api /posts/1
  $ npx express-pages-api match ./api DELETE http://localhost:3000/api/posts/1 --mount-path /api`;

/**
 * Carries out a command.
 *
 * @param args without those of Node
 * @returns the exit code
 * @throws {CommanderError} for help and version, and for what commander refuses
 */
export async function runCommand(args: readonly string[], terminal: ProcessTerminal): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => (exitCode = code), terminal);
  await program.parseAsync(args, { from: 'user' });
  return exitCode;
}

/** @param end gets the exit code */
function createProgram(end: (exitCode: number) => void, terminal: ProcessTerminal): Command {
  const program = new Command('express-pages-api')
    .description('Looks at a folder of route files as the middleware express-pages-api serves it; makes a first one.')
    .version(packageVersion(), '--version')
    .addHelpText('after', help)
    // Before the commands: they copy it.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.writeOut(text.trimEnd()),
      writeErr: (text) => terminal.writeErr(text.trimEnd()),
      // What is refused is told in one place: see run.ts.
      outputError: () => undefined,
    });

  addFolderFlags(program.command('list'))
    .description('the route table in order of precedence: methods, URL, Express path, file, middleware')
    .argument('<folder>', 'the folder that fsRoutes is given, such as ./api')
    .action(async (folder: string, flags: FolderFlags) => {
      const { list } = await import('./list.js');
      end(await list(folder, flags, terminal));
    });
  addFolderFlags(program.command('match'))
    .description('which file answers a request, with which req.query, and why')
    .argument('<folder>', 'the folder that fsRoutes is given, such as ./api')
    .argument('<request...>', "a method, GET if it is left out, and a path: GET '/posts/1?draft=1'")
    .option('--mount-path <path>', 'where the folder is mounted, if the path begins with that: /api')
    .addHelpText('after', matchHelp)
    .action(async (folder: string, words: string[], flags: MatchFlags) => {
      const { match } = await import('./match.js');
      end(await match(folder, words, flags, terminal));
    });
  addFolderFlags(program.command('check'))
    .description('everything that is wrong with the folder, at once: conflicts, typos, bad exports')
    .argument('<folder>', 'the folder that fsRoutes is given, such as ./api')
    .action(async (folder: string, flags: FolderFlags) => {
      const { check } = await import('./check.js');
      end(await check(folder, flags, terminal));
    });
  program
    .command('init')
    .description('puts a first folder of route files and the line that mounts it into the Express project here')
    .option('-y, --yes', 'do it without asking', false)
    .option('-n, --dry-run', 'only show what would be done', false)
    .option('--entry <file>', 'the file that makes the app, where it is not found, or there are several')
    .option('--json', 'print the plan as JSON; nothing is written without --yes', false)
    .action(async (options: InitOptions) => {
      const { runInit } = await import('./init/run-init.js');
      end(await runInit(process.cwd(), options, terminal));
    });
  return program;
}

function packageVersion(): string {
  return (createRequire(import.meta.url)('express-pages-api/package.json') as { version: string }).version;
}

import { runInit } from '../../lib/cli/init/run-init.js';

/** Runs `init` in the working directory as on a terminal, where somebody can be asked. */
process.exitCode = await runInit(
  process.cwd(),
  { yes: false, dryRun: false, json: false },
  {
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    paint: (_style, text) => text,
    isInteractive: true,
  },
);

#!/usr/bin/env node
import { findOldNode } from '../reporting/old-node.js';
import { exitCodes } from './exit-codes.js';

const problem = findOldNode(process.versions.node);
if (problem) {
  const { code, message, help } = problem;
  const json = JSON.stringify({ error: { code, message, help } }, undefined, 2);
  if (process.argv.includes('--json')) process.stdout.write(`${json}\n`);
  else process.stderr.write(`${message}\n  fix:  ${help}\n`);
  process.exitCode = exitCodes.usage;
} else {
  // Only now, because an old Node.js cannot link the rest of the program.
  const { run } = await import('./run.js');
  void run(process.argv.slice(2));
}

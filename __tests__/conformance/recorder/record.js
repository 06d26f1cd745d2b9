#!/usr/bin/env node
// Records what the real Next.js answers for the project's own trees and handlers: see docs/follow-next.md.
import process from 'node:process';
import { readArguments, usage } from './read-arguments.js';
import { installNext } from './install-next.js';
import { recordRouting } from './record-routing.js';
import { recordHandlers } from './record-handlers.js';
import { recordConflicts } from './record-conflicts.js';
import { recordNodeDifferences } from './record-node-differences.js';
import { readOwn, writeRecording } from './recording-files.js';
import { say } from './say.js';

const recorders = {
  handlers: recordHandlers,
  routing: recordRouting,
  conflicts: recordConflicts,
  'node-differences': recordNodeDifferences,
};
const usual = ['handlers', 'routing', 'conflicts'];

async function main() {
  const { next, only, group, help } = readArguments(process.argv.slice(2), readOwn('../recorder/package.json'));
  if (help) return console.log(usage());
  const installed = await installNext(next);
  const versions = { next: installed.version, node: process.version };
  let found = 0;
  for (const name of only.length > 0 ? only : usual) {
    say(`${name}:`);
    const recorded = await recorders[name](installed, { group });
    found += recorded.entries.length;
    if (group === undefined && recorded.entries.length === 0) say('  nothing to write');
    else if (group === undefined) say(`  wrote ${writeRecording(recorded.file ?? name, versions, recorded)}`);
    else if (recorded.entries.length > 0) console.log(JSON.stringify(recorded.entries, null, 1));
  }
  if (found === 0 && group !== undefined)
    throw new Error(`there is no group, tree or kind named "${group}" in __tests__/conformance/own`);
}

try {
  await main();
} catch (error) {
  console.error(`conformance:record failed: ${error.message}`);
  process.exitCode = 1;
}

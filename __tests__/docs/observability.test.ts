import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}

function read(file: string): string {
  return fs.readFileSync(new URL(file, import.meta.url), 'utf8');
}

describe('docs/observability.md', () => {
  it.each([
    ['instrumentation.mjs', 'opentelemetry.mjs'],
    ['instrument.mjs', 'sentry.mjs'],
    ['express-prom-bundle, before the routes', 'express-prom-bundle.cjs'],
  ])('shows what tracing.test.ts runs: %s', (shown, file) => {
    const [, rest] = read('../../docs/observability.md').split(`\`\`\`js\n// ${shown}\n`);
    const lines = linesOf(rest!.split('```')[0]!);
    const run = linesOf(read(`../fixtures/tracing/tools/${file}`));

    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !run.includes(line) && !line.includes('// yours'))).toEqual([]);
  });
});

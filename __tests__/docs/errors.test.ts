import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from '../support/markdown-app.js';

const warnings = ['FSR_NO_ROUTES', 'FSR_LATE_ERROR', 'FSR_NO_RESPONSE', 'FSR_RETURNED_VALUE', 'FSR_LARGE_RESPONSE'];
const problemTypes = fs.readFileSync(new URL('../../lib/types/problem.ts', import.meta.url), 'utf8');
const errors = problemTypes.match(/(?<=\| ')FSR_\w+/g)!;

describe('docs/errors.md', () => {
  it('has one heading for each code, and none for a code that does not exist', () => {
    const headings = readDocument('docs/errors.md').match(/(?<=\n### ).+/g)!;
    expect(headings.toSorted()).toEqual([...errors, ...warnings].toSorted());
  });
});

import express from 'express';
import type { PatternSyntax } from '../routing/express-pattern.js';

/**
 * Returns which path syntax the installed Express has: only version 4 exports `query`. It does not try a path,
 * because New Relic's hooks do not survive that a method of Express's throws.
 */
export function patternSyntax(): PatternSyntax {
  return 'query' in express ? 'express4' : 'express5';
}

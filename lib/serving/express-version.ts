import express from 'express';
import type { PatternSyntax } from '../routing/express-pattern.js';

/**
 * Returns which path syntax the installed Express has. Only version 4 exports `query`. This does not try a path,
 * because New Relic's hooks break when a method of Express throws.
 */
export function patternSyntax(): PatternSyntax {
  return 'query' in express ? 'express4' : 'express5';
}

import express from 'express';
import type { PatternSyntax } from '../routing/express-pattern.js';

/**
 * Returns the path syntax of the installed Express. Only version 4 exports `query`. Does not try a path, because New
 * Relic's hooks break when a method of Express throws.
 */
export function patternSyntax(): PatternSyntax {
  return 'query' in express ? 'express4' : 'express5';
}

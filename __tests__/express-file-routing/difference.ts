import { expect } from '@jest/globals';
import { show, type Asked } from './folder.js';

export interface Difference {
  /** The first cell of its row in docs/migrate-from-express-file-routing.md, which has the reason. */
  readonly row: string;
  readonly files: Readonly<Record<string, string>>;
  readonly asked: Asked;
  readonly there: object;
  /** An answer, or the code with which the folder is refused when the app starts. */
  readonly here: object | `FSR_${string}`;
}

export const get = (name: string) => `exports.get = ${show(name)};`;
export const post = (name: string) => `exports.post = ${show(name)};`;
export const by = (name: string, more: object = {}) => ({
  status: 200,
  body: expect.stringContaining(`"by":"${name}",${JSON.stringify(more).slice(1, -1)}`),
});
export const missing = { status: 404 };

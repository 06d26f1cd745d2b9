import fs from 'node:fs';

/** What Next.js answered; a recording has only what it is about. */
export interface Expected {
  readonly status: number;
  readonly message?: string;
  readonly type?: string;
  readonly location?: string;
  readonly file?: string;
  readonly query?: Record<string, unknown>;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: unknown;
}

export interface RecordedRequest {
  readonly kind?: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  /** In base64. */
  readonly body?: string;
  readonly bodyRepeat?: readonly [text: string, times: number];
  /** An accident of Next.js that nobody should copy. */
  readonly quirk?: string;
  readonly expect: Expected;
}

export interface RoutingTree {
  readonly id: string;
  readonly files: readonly string[];
  readonly requests: readonly RecordedRequest[];
}

export interface ConflictTree {
  readonly kind: string;
  readonly files: readonly string[];
  readonly accepted: boolean;
  readonly quirk?: string;
  readonly requests?: readonly RecordedRequest[];
}

export interface HandlerGroup {
  readonly group: string;
  readonly recordOnly?: boolean;
  readonly requests: readonly RecordedRequest[];
}

/** The answers given with the project: a specification, never edited. */
export const given = {
  routing: read('routing').trees as readonly RoutingTree[],
  conflicts: read('conflicts').trees as readonly ConflictTree[],
  handlers: read('handlers').groups as readonly HandlerGroup[],
};

function read(name: string): Record<string, unknown> {
  const text = fs.readFileSync(new URL(`../conformance/given/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

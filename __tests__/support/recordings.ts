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
  /** A text; or what is known of a long, a binary or a rendered one. */
  readonly body?: unknown;
  /** The body was cut short. */
  readonly aborted?: boolean;
  /** There was no answer. */
  readonly failed?: unknown;
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
export const given = recordings('given');

/** The answers to this project's own questions: `npm run conformance:record`. */
export const own = recordings('own');

function recordings(folder: 'given' | 'own') {
  return {
    routing: onThisNode(read(folder, 'routing').trees as readonly RoutingTree[]),
    conflicts: read(folder, 'conflicts').trees as readonly ConflictTree[],
    handlers: read(folder, 'handlers').groups as readonly HandlerGroup[],
    handlersFolder: new URL(`../fixtures/conformance/${folder}/handlers`, import.meta.url),
  };
}

/**
 * The recordings were made on Node 20. Node parses the URLs for Next.js, too, and a newer one parses some otherwise:
 * what it then answers is in a recording that has nothing else.
 */
function onThisNode(trees: readonly RoutingTree[]): readonly RoutingTree[] {
  if (Number.parseInt(process.versions.node) < 24) return trees;
  const newer = read('own', 'routing-node24').trees as readonly Pick<RoutingTree, 'id' | 'requests'>[];
  return trees.map(({ requests, ...tree }) => {
    const changed = newer.find(({ id }) => id === tree.id)?.requests ?? [];
    const answerOf = (one: RecordedRequest) =>
      changed.find(({ method, path }) => method === one.method && path === one.path) ?? one;
    return { ...tree, requests: requests.map(answerOf) };
  });
}

function read(folder: string, name: string): Record<string, unknown> {
  const text = fs.readFileSync(new URL(`../fixtures/conformance/${folder}/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

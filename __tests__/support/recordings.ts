import fs from 'node:fs';

/** An answer of Next.js. A recording has only the parts that it tests. */
export interface Expected {
  readonly status: number;
  readonly message?: string;
  readonly type?: string;
  readonly location?: string;
  readonly file?: string;
  readonly query?: Record<string, unknown>;
  readonly headers?: Record<string, string | string[]>;
  /** The text, or an object that describes a long, a binary or a rendered body. */
  readonly body?: unknown;
  /** Is `true` if the body ended too early. */
  readonly aborted?: boolean;
  /** The reason if there was no answer. */
  readonly failed?: unknown;
}

export interface RecordedRequest {
  readonly kind?: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  /** The body in base64. */
  readonly body?: string;
  readonly bodyRepeat?: readonly [text: string, times: number];
  /** The reason why an answer of Next.js is an accident, which is not followed. */
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

/** The answers that came with the project. They are the specification and are never edited. */
export const given = recordings('given');

/** The answers to our own requests, recorded by `npm run conformance:record`. */
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
 * Returns trees with the answers of Next.js on this version of Node.js. The recordings were made on Node 20. A newer
 * Node.js parses some URLs differently, and those answers are in a recording of their own.
 */
function onThisNode(trees: readonly RoutingTree[]): readonly RoutingTree[] {
  if (Number.parseInt(process.versions.node) < 24) return trees;
  const newer = read('own', 'routing-node24').trees as readonly Pick<RoutingTree, 'id' | 'requests'>[];
  return trees.map(({ requests, ...tree }) => {
    const changed = newer.find(({ id }) => id === tree.id)?.requests ?? [];
    const onNewerNode = (request: RecordedRequest) =>
      changed.find(({ method, path }) => method === request.method && path === request.path) ?? request;
    return { ...tree, requests: requests.map(onNewerNode) };
  });
}

interface RecordingFile {
  readonly trees?: unknown;
  readonly groups?: unknown;
}

function read(folder: string, name: string): RecordingFile {
  const text = fs.readFileSync(new URL(`../fixtures/conformance/${folder}/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as RecordingFile;
}

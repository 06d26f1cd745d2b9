/** What a tool saw of one request. */
export interface Traced {
  readonly name: string;
  /** `http.route`, where the tool has it. */
  readonly route?: string;
  readonly isError?: boolean;
  /** What failed: spans by their names, or messages. */
  readonly errors?: readonly string[];
  readonly spans?: readonly Span[];
  /** What the client got. */
  readonly answer: string;
}

interface Span {
  readonly name: string;
  /** The span that it is in. */
  readonly in: string;
}

/** A line that `tracing/run.mjs` prints: the same request to routes in files and to routes written by hand. */
export interface Seen {
  readonly run: string;
  readonly kind: string;
  readonly byFile: Traced;
  readonly byHand: Traced;
}

/** The same for a list of routes: `GET /api/posts` and so on. */
export interface SeenList {
  readonly run: string;
  readonly kind: string;
  readonly byFile: readonly string[];
  readonly byHand: readonly string[];
}

export function readSeen(stdout: string): { seen: Seen[]; lists: SeenList[] } {
  const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith('{"run":'));
  const parsed = lines.map((line) => JSON.parse(line) as Seen | SeenList).filter((line) => 'kind' in line);
  const isList = (line: Seen | SeenList): line is SeenList => Array.isArray(line.byFile);
  return { seen: parsed.filter((line): line is Seen => !isList(line)), lists: parsed.filter(isList) };
}

/**
 * The functions of this package that Express calls as middleware, and tools give spans to; with a number,
 * where a bundler gave it one.
 */
const ours = /\b(fsRoutes|arrive|requestBody|watch)\d?$/;

/** The names of the spans of this package. */
export function oursOf({ spans = [] }: Traced): string[] {
  return spans.map(({ name }) => name).filter((name) => ours.test(name));
}

/** Without the spans of this package: what was in them is in what they were in. */
export function withoutOurs({ spans, errors }: Traced): Pick<Traced, 'spans' | 'errors'> {
  const outer = new Map(spans?.filter(({ name }) => ours.test(name)).map((span) => [span.name, span.in]));
  const parentOf = (name: string): string => (outer.has(name) ? parentOf(outer.get(name)!) : name);
  return {
    ...(spans && {
      spans: spans.filter(({ name }) => !ours.test(name)).map((span) => ({ name: span.name, in: parentOf(span.in) })),
    }),
    ...(errors && { errors: errors.filter((name) => !ours.test(name)) }),
  };
}

/** What a tool saw of one request. */
export interface Trace {
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
export interface TraceComparison {
  readonly run: string;
  readonly kind: string;
  readonly byFile: Trace;
  readonly byHand: Trace;
}

/** The same for a list of routes: `GET /api/posts` and so on. */
export interface ListComparison {
  readonly run: string;
  readonly kind: string;
  readonly byFile: readonly string[];
  readonly byHand: readonly string[];
}

export function readResults(stdout: string): { seen: TraceComparison[]; lists: ListComparison[] } {
  const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith('{"run":'));
  const parsed = lines
    .map((line) => JSON.parse(line) as TraceComparison | ListComparison)
    .filter((line) => 'kind' in line);
  const isList = (line: TraceComparison | ListComparison): line is ListComparison => Array.isArray(line.byFile);
  return { seen: parsed.filter((line): line is TraceComparison => !isList(line)), lists: parsed.filter(isList) };
}

/**
 * The functions of this package that Express calls as middleware, and tools give spans to; with a number,
 * where a bundler gave it one.
 */
const ownNames = /\b(fsRoutes|arrive|requestBody|watch)\d?$/;

/** The names of the spans of this package. */
export function ownSpans({ spans = [] }: Trace): string[] {
  return spans.map(({ name }) => name).filter((name) => ownNames.test(name));
}

/** Without the spans of this package: what was in them is in what they were in. */
export function withoutOwnSpans({ spans, errors }: Trace): Pick<Trace, 'spans' | 'errors'> {
  const outer = new Map(spans?.filter(({ name }) => ownNames.test(name)).map((span) => [span.name, span.in]));
  const parentOf = (name: string): string => (outer.has(name) ? parentOf(outer.get(name)!) : name);
  return {
    ...(spans && {
      spans: spans
        .filter(({ name }) => !ownNames.test(name))
        .map((span) => ({ name: span.name, in: parentOf(span.in) })),
    }),
    ...(errors && { errors: errors.filter((name) => !ownNames.test(name)) }),
  };
}

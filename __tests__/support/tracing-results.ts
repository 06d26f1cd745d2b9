/** The results of a tracing tool for one request. */
export interface Trace {
  readonly name: string;
  /** The attribute `http.route`, if the tool sets it. */
  readonly route?: string;
  readonly isError?: boolean;
  /** The names of spans that failed, or error messages. */
  readonly errors?: readonly string[];
  readonly spans?: readonly Span[];
  /** The answer to the client. */
  readonly answer: string;
}

interface Span {
  readonly name: string;
  /** The name of the parent span. */
  readonly in: string;
}

/** A line that `tracing/run.mjs` prints: the same request to routes in files and to routes written by hand. */
export interface TraceComparison {
  readonly run: string;
  readonly kind: string;
  readonly byFile: Trace;
  readonly byHand: Trace;
}

/** A line with two lists of routes, of the form `GET /api/posts`. */
export interface ListComparison {
  readonly run: string;
  readonly kind: string;
  readonly byFile: readonly string[];
  readonly byHand: readonly string[];
}

/** Parses the lines that `tracing/run.mjs` has printed. */
export function readResults(stdout: string): { seen: TraceComparison[]; lists: ListComparison[] } {
  const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith('{"run":'));
  const parsed = lines
    .map((line) => JSON.parse(line) as TraceComparison | ListComparison)
    .filter((line) => 'kind' in line);
  const isList = (line: TraceComparison | ListComparison): line is ListComparison => Array.isArray(line.byFile);
  return { seen: parsed.filter((line): line is TraceComparison => !isList(line)), lists: parsed.filter(isList) };
}

/** The name of the only function of this package that Express calls as middleware, and that tools give a span. */
const ownName = /\bfsRoutes$/;

/** Returns the names of the spans of this package. */
export function ownSpans({ spans = [] }: Trace): string[] {
  return spans.map(({ name }) => name).filter((name) => ownName.test(name));
}

/** Removes the spans of this package. The spans in them move to their parents. */
export function withoutOwnSpans({ spans, errors }: Trace): Pick<Trace, 'spans' | 'errors'> {
  const outer = new Map(spans?.filter(({ name }) => ownName.test(name)).map((span) => [span.name, span.in]));
  const parentOf = (name: string): string => (outer.has(name) ? parentOf(outer.get(name)!) : name);
  return {
    ...(spans && {
      spans: spans
        .filter(({ name }) => !ownName.test(name))
        .map((span) => ({ name: span.name, in: parentOf(span.in) })),
    }),
    ...(errors && { errors: errors.filter((name) => !ownName.test(name)) }),
  };
}

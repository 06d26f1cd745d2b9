/** The segments of a path, as a union: `'posts' | '[pid]'`. None where it does not begin with a slash. */
type SegmentsOf<Path extends string> = Path extends `/${infer Rest}` ? Split<Rest> : never;

type Split<Text extends string, Segments = never> = Text extends `${infer First}/${infer Rest}`
  ? Split<Rest, Segments | First>
  : Segments | Text;

/** A name that is one: `[[id]]` and `[a]-[b]` are refused at start-up, and have no param here. */
type ValidName<Name extends string> = Name extends '' | `${string}${'[' | ']'}${string}` ? never : Name;

type OptionalCatchAll<Segment> = Segment extends `[[...${infer Name}]]` ? ValidName<Name> : never;
type CatchAll<Segment> = Segment extends `[...${infer Name}]` ? ValidName<Name> : never;
type Dynamic<Segment> = Segment extends `[...${string}`
  ? never
  : Segment extends `[${infer Name}]`
    ? ValidName<Name>
    : never;

type ParamsOfSegments<Segment> = Record<Dynamic<Segment>, string> &
  Record<CatchAll<Segment>, string[]> &
  Partial<Record<OptionalCatchAll<Segment>, string[]>> extends infer Params
  ? // One object in place of three: that is what editors and messages show.
    { [Name in keyof Params]: Params[Name] }
  : never;

/**
 * The params of a route file, by its path: a string for `[name]`, an array for `[...name]`, and for
 * `[[...name]]` an array that may be missing.
 *
 * @template Path the file's path in the route folder, with a slash before it, without extension and
 *   without a last `index`. One that is not known, or that is no path, has no names: of a `string` any
 *   param may be asked for, of `'posts/[pid]'` or `'/posts/[pid'` none.
 * @example ParamsOf<'/posts/[pid]/[...rest]'> // { pid: string; rest: string[] }
 */
export type ParamsOf<Path extends string> =
  // Asked of each path of a union by itself.
  Path extends unknown
    ? `/${string}` extends Path
      ? Record<string, string | string[]>
      : ParamsOfSegments<SegmentsOf<Path>>
    : never;

/** The segments of a path, as a union: `'posts' | '[pid]'`. `never` if the path does not begin with a slash. */
type SegmentsOf<Path extends string> = Path extends `/${infer Rest}` ? Split<Rest> : never;

type Split<Text extends string, Segments = never> = Text extends `${infer First}/${infer Rest}`
  ? Split<Rest, Segments | First>
  : Segments | Text;

/** The name, or `never` if a param cannot have it: `[[id]]` and `[a]-[b]` are refused at start-up. */
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
  ? // One object instead of an intersection of three: editors and error messages show it.
    { [Name in keyof Params]: Params[Name] }
  : never;

/**
 * The params of a route, by the path of its file: a string for `[name]`, an array of strings for `[...name]`, and an
 * optional array of strings for `[[...name]]`.
 *
 * A path that no file can have, such as `'/posts/[pid'` or `'posts/[pid]'`, has no params. If the path is only known as
 * `string`, any name may be a param.
 *
 * @template Path the file's path in the route folder: with a slash in front, without the extension and without a
 *   last `index`
 * @example ParamsOf<'/posts/[pid]/[...rest]'> // { pid: string; rest: string[] }
 * @example ParamsOf<'/shop/[[...slug]]'> // { slug?: string[] }
 */
export type ParamsOf<Path extends string> =
  // Distributes over a union of paths.
  Path extends unknown
    ? `/${string}` extends Path
      ? Record<string, string | string[]>
      : ParamsOfSegments<SegmentsOf<Path>>
    : never;

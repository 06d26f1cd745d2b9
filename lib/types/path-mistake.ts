/** The endings of files, which the path of a route does not have. */
type Extension = 'js' | 'cjs' | 'mjs' | 'jsx' | 'ts' | 'cts' | 'mts' | 'tsx';

/** The path with a slash in front. */
type WithSlash<Path extends string> = Path extends `/${string}`
  ? Path
  : Path extends `./${infer Rest}`
    ? `/${Rest}`
    : `/${Path}`;

/** The path with `[name]` for `:name` and `[...name]` for `*name`. */
type WithBrackets<Path extends string> = Path extends `${infer Before}/:${infer Name}/${infer Rest}`
  ? WithBrackets<`${Before}/[${Name}]/${Rest}`>
  : Path extends `${infer Before}/:${infer Name}`
    ? `${Before}/[${Name}]`
    : Path extends `${infer Before}/*${infer Name}`
      ? `${Before}/[...${Name extends '' ? 'path' : Name}]`
      : Path;

type WithoutExtension<Path extends string> = Path extends `${infer Before}].${Extension}` ? `${Before}]` : Path;

/** Is `true` if the text can only be meant as a path, and is not written as one. */
type IsMistaken<Path extends string> = Path extends
  `${string}/:${string}` | `${string}/*${string}` | `${string}].${Extension}`
  ? true
  : Path extends `/${string}`
    ? false
    : Path extends `${string}[${string}]${string}`
      ? true
      : false;

/**
 * A sentence for the message of the compiler if a type argument is a path that is written in another way: without its
 * slash, with `:name` as in Express, or with the extension of the file. `never` for all other types.
 *
 * @example PathMistake<'posts/:pid'> // "Write the path as '/posts/[pid]'"
 */
export type PathMistake<PathOrData> = string extends PathOrData
  ? never
  : PathOrData extends string
    ? IsMistaken<PathOrData> extends true
      ? `Write the path as '${WithoutExtension<WithBrackets<WithSlash<PathOrData>>>}'`
      : never
    : never;

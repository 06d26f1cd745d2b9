import jsTokens, { type JSXToken, type Token } from 'js-tokens';

type AnyToken = Token | JSXToken;

/**
 * Finds the paths in the types of a source text, such as `ApiHandler<'/posts/[pid]'>`, in the order of the text.
 *
 * Only a parser knows in every case whether `/` and `<` are operators. If js-tokens misreads one, a literal or an
 * element usually seems not to end. Then the whole text is searched, strings and comments included: a false finding is
 * better than a path that is missed silently.
 *
 * @param allowsJsx `true` if `<p>it's</p>` may be an expression
 */
export function findPathsInTypes(source: string, allowsJsx: boolean): string[] {
  // TSX may contain `<T>(value: T) => T`. Read as JSX, it does not end.
  return (allowsJsx ? readTokens(source, true) : undefined) ?? readTokens(source, false) ?? searchText(source);
}

/** Finds the paths by tokens. Returns `undefined` if js-tokens misread the text. */
function readTokens(source: string, jsx: boolean): string[] | undefined {
  const paths: string[] = [];
  let code: AnyToken[] = [];
  // The number of open elements and templates.
  let depth = 0;
  try {
    for (const token of jsTokens(source, { jsx: jsx as true })) {
      const before = code.at(-1);
      if (isMisread(token, before)) return undefined;
      depth += depthChange(token, before);
      if (token.type.endsWith('Comment')) paths.push(...findPathsInTags(token.value));
      if (/Comment$|^WhiteSpace$|^LineTerminatorSequence$/.test(token.type)) continue;
      code = [...code.slice(-3), token];
      paths.push(...findPathAtEnd(code));
    }
  } catch (error) {
    // js-tokens uses regular expressions, and a literal with millions of escapes overflows their stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return depth === 0 ? paths : undefined;
}

/** Returns `true` if code cannot have a token in this place: js-tokens has misread the one before. */
function isMisread(token: AnyToken, before: AnyToken | undefined): boolean {
  if (token.type === 'JSXInvalid' || ('closed' in token && !token.closed)) return true;
  // After `of` or `in`, `/` begins a regular expression and is not a division.
  return token.type === 'Punctuator' && token.value.startsWith('/') && /^(?:of|in)$/.test(before?.value ?? '');
}

/** Returns the change that a token makes to the number of open elements and templates. */
function depthChange({ type, value }: AnyToken, before: AnyToken | undefined): number {
  if (type === 'TemplateHead' || (type === 'JSXPunctuator' && value === '<')) return 1;
  // The `<` of `</p>` was counted as the start of an element, so `/` subtracts 2. `<p />` closes itself.
  if (type === 'JSXPunctuator' && value === '/') return before?.value === '<' ? -2 : -1;
  return type === 'TemplateTail' ? -1 : 0;
}

const typeName = /^(?:ApiHandler|ApiRequest|ParamsOf)$/;

/**
 * Returns the path if the last four tokens are a type whose first argument is a single literal. The union
 * `'/posts/[pid]' | '/b'` is not one.
 */
function findPathAtEnd([name, opening, text, end]: readonly AnyToken[]): string[] {
  if (!name || !opening || !text || !end) return [];
  const isPath =
    typeName.test(name.value) &&
    opening.value === '<' &&
    /^(?:StringLiteral|NoSubstitutionTemplate)$/.test(text.type) &&
    /^[>,]/.test(end.value);
  return isPath ? readPath(name.value, text.value) : [];
}

/** Finds the paths in the tags of a comment, such as `@type {ApiHandler<'/'>}`. */
function findPathsInTags(comment: string): string[] {
  const tags = comment.matchAll(/@\w+\s*\{([^}]*)\}/g);
  return [...tags].flatMap(([, type = '']) => findPathsInTypes(type, false));
}

const typeArgumentPattern = /\b(ApiHandler|ApiRequest|ParamsOf)\s*<\s*((['"`])(?:\\.|(?!\3)[^\\\n])*\3)\s*[>,]/g;

function searchText(source: string): string[] {
  return [...source.matchAll(typeArgumentPattern)].flatMap(([, name = '', text = '']) => readPath(name, text));
}

function readPath(name: string, text: string): string[] {
  const path = text.slice(1, -1).replace(/\\(.)/g, '$1');
  // Without a slash, the argument is the type of the response body: see `ApiHandler`.
  return name === 'ApiHandler' && !path.startsWith('/') ? [] : [path];
}

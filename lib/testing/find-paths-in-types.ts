import jsTokens, { type JSXToken, type Token } from 'js-tokens';

type AnyToken = Token | JSXToken;

/**
 * Returns the paths in the types of a source text, `ApiHandler<'/posts/[pid]'>`, in the order of the text.
 *
 * Only a parser could tell everywhere whether `/` and `<` are operators. If js-tokens mistakes one, a literal
 * or an element usually seems not to end. Then strings and comments are searched, too: it is better to find
 * too much than to miss a path in silence.
 *
 * @param allowsJsx whether `<p>it's</p>` may be an expression
 */
export function findPathsInTypes(source: string, allowsJsx: boolean): string[] {
  // TSX has `<T>(value: T) => T`, too, which read as JSX does not end.
  return (allowsJsx ? readTokens(source, true) : undefined) ?? readTokens(source, false) ?? searchText(source);
}

/** Returns undefined if js-tokens did not understand the text. */
function readTokens(source: string, jsx: boolean): string[] | undefined {
  const paths: string[] = [];
  let code: AnyToken[] = [];
  // How many elements and templates are open.
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
    // js-tokens uses regular expressions, which a literal of millions of escapes is too much for.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return depth === 0 ? paths : undefined;
}

/** Whether no code has such a token there: the one before was not what it seemed. */
function isMisread(token: AnyToken, before: AnyToken | undefined): boolean {
  if (token.type === 'JSXInvalid' || ('closed' in token && !token.closed)) return true;
  // Nobody divides `of` or `in`: it is a regular expression.
  return token.type === 'Punctuator' && token.value.startsWith('/') && /^(?:of|in)$/.test(before?.value ?? '');
}

/** Returns by how much a token changes the number of open elements and templates. */
function depthChange({ type, value }: AnyToken, before: AnyToken | undefined): number {
  if (type === 'TemplateHead' || (type === 'JSXPunctuator' && value === '<')) return 1;
  // `</p>` closes an element, and its own `<` has been counted as one; `<p />` closes itself.
  if (type === 'JSXPunctuator' && value === '/') return before?.value === '<' ? -2 : -1;
  return type === 'TemplateTail' ? -1 : 0;
}

const typeName = /^(?:ApiHandler|ApiRequest|ParamsOf)$/;

/** With one text and no more as the first argument: `'/posts/[pid]' | '/b'` names no one path. */
function findPathAtEnd([name, opening, text, end]: readonly AnyToken[]): string[] {
  const isPath =
    end !== undefined &&
    typeName.test(name!.value) &&
    opening!.value === '<' &&
    /^(?:StringLiteral|NoSubstitutionTemplate)$/.test(text!.type) &&
    /^[>,]/.test(end.value);
  return isPath ? pathOf(name!.value, text!.value) : [];
}

/** In a comment, types stand within the braces of a tag: `@type {ApiHandler<'/'>}`. */
function findPathsInTags(comment: string): string[] {
  const tags = comment.matchAll(/@\w+\s*\{([^}]*)\}/g);
  return [...tags].flatMap(([, type]) => findPathsInTypes(type!, false));
}

const typeArgumentPattern = /\b(ApiHandler|ApiRequest|ParamsOf)\s*<\s*((['"`])(?:\\.|(?!\3)[^\\\n])*\3)\s*[>,]/g;

function searchText(source: string): string[] {
  return [...source.matchAll(typeArgumentPattern)].flatMap(([, name, text]) => pathOf(name!, text!));
}

function pathOf(name: string, text: string): string[] {
  const path = text.slice(1, -1).replace(/\\(.)/g, '$1');
  // Without a slash it is what the handler sends: see `ApiHandler`.
  return name === 'ApiHandler' && !path.startsWith('/') ? [] : [path];
}

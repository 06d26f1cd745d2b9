export interface NewPost {
  readonly title: string;
  readonly body: string;
  readonly author: string;
}

export type ReadPost = { readonly post: NewPost } | { readonly problems: readonly string[] };

export const maxLength = { title: 120, body: 10_000, author: 60 };

/**
 * Checks a request body and returns the post, or the problems. The body may be anything: without one it is `undefined`
 * on Express 5 and `{}` on Express 4. Only the fields of a post are read from it.
 */
export function readNewPost(sent: unknown): ReadPost {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return { problems: ['Send a JSON object with a title, as Content-Type: application/json.'] };
  }
  const given = sent as Partial<Record<keyof NewPost, unknown>>;
  const problems: string[] = [];
  function read(field: keyof NewPost, fallback?: string): string {
    const value = given[field] ?? '';
    const text = typeof value === 'string' ? value.trim() : undefined;
    if (text === undefined) problems.push(`The ${field} must be text.`);
    else if (text === '' && fallback === undefined) problems.push(`A post needs a ${field}.`);
    else if (text.length > maxLength[field])
      problems.push(`The ${field} has more than ${maxLength[field]} characters.`);
    // PostgreSQL cannot store this character in a text.
    else if (text.includes('\0')) problems.push(`The ${field} has a character that cannot be stored (U+0000).`);
    return text === undefined || text === '' ? (fallback ?? '') : text;
  }

  const post = { title: read('title'), body: read('body', ''), author: read('author', 'anonymous') };
  return problems.length > 0 ? { problems } : { post };
}

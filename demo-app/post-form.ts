import { html, page } from './html.js';
import { maxLength, type NewPost } from './read-new-post.js';

/**
 * Returns a page with the form for a new post.
 *
 * @param problems the problems of the last attempt
 * @param sent the body of the last attempt, so that people can correct it and need not type it again
 */
export function postForm(problems: readonly string[] = [], sent: unknown = {}): string {
  const given = (sent ?? {}) as Partial<Record<keyof NewPost, unknown>>;
  function value(field: keyof NewPost): string {
    const text = given[field];
    return typeof text === 'string' ? text : '';
  }
  const list = problems.map((problem) => html`<li>${problem}</li>`);
  const alert =
    problems.length > 0
      ? html`<ul role="alert">
          ${list}
        </ul>`
      : html``;
  return page(
    'A new post',
    html`${alert}
      <form method="post">
        <label for="title">Title</label>
        <input id="title" name="title" value="${value('title')}" maxlength="${maxLength.title}" required />
        <label for="body">Text</label>
        <textarea id="body" name="body" rows="6" maxlength="${maxLength.body}">${value('body')}</textarea>
        <label for="author">Your name</label>
        <input id="author" name="author" value="${value('author')}" maxlength="${maxLength.author}" />
        <button>Publish</button>
      </form>`,
  );
}

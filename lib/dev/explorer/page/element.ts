type Child = Node | string | number | false | undefined;

type Handlers = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Creates an element. Strings are added as text and never as markup, because file names may contain any.
 *
 * @param attributes `true` sets an empty attribute; `false` and `undefined` leave it out
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  children: readonly Child[] | Child = [],
  handlers: Handlers = {},
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) created.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, handler] of Object.entries(handlers)) created.addEventListener(name, handler as EventListener);
  const list = Array.isArray(children) ? (children as readonly Child[]) : [children as Child];
  created.append(...list.filter(isRendered).map((child) => (typeof child === 'number' ? String(child) : child)));
  return created;
}

function isRendered(child: Child): child is Node | string | number {
  return child !== undefined && child !== false;
}

/** Finds an element of page.html. Throws an error if there is none. */
export function findElement(selector: string): HTMLElement;
export function findElement<Type extends HTMLElement>(selector: string, type: new () => Type): Type;
export function findElement(selector: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const match = document.querySelector(selector);
  if (!(match instanceof type)) throw new Error(`The page has no ${selector}.`);
  return match;
}

/** Creates a list of names and values, without the rows that have no value. */
export function definitionList(
  rows: readonly (readonly [name: string, value: Child | readonly Child[]])[],
): HTMLElement {
  const shownRows = rows.filter(([, value]) => value !== undefined && value !== false);
  return element(
    'dl',
    {},
    shownRows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/**
 * Creates an element for a path or other text that may be long or have unusual characters. Lines break after slashes,
 * and the direction is left to right in any script.
 */
export function code(text: string): HTMLElement {
  const parts = escapeInvisible(text)
    .split(/(?<=\/)/)
    .flatMap((part) => [part, element('wbr')]);
  return element('bdi', { class: 'code', dir: 'ltr' }, parts.slice(0, -1));
}

/** Creates an element for a sentence that may contain paths or names. */
export function isolatedText(text: string): HTMLElement {
  return element('bdi', { dir: 'ltr' }, escapeInvisible(text));
}

/** Matches characters that are invisible or reorder others, so that a name with them could look like another name. */
const invisibleCharacters = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Replaces invisible characters with their code points, such as `U+202E`. Line breaks stay. */
export function escapeInvisible(text: string): string {
  return text.replace(invisibleCharacters, (character) => {
    if (character === '\n') return character;
    return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

const methodOrder = ['*', 'GET', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export function methodBadges(methods: readonly string[]): (HTMLElement | string)[] {
  const badges = methods.toSorted(byMethodOrder).map((method) => {
    const title = method === '*' ? 'every other method' : undefined;
    return element('span', { class: 'method', 'data-method': method, title }, method === '*' ? 'ANY' : method);
  });
  return joinWithSpaces(badges);
}

/** Creates badges for lists, without HEAD and OPTIONS if there are other methods. */
export function mainMethodBadges(methods: readonly string[]): (HTMLElement | string)[] {
  const main = methods.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
  return methodBadges(main.length > 0 ? main : methods);
}

function byMethodOrder(a: string, b: string): number {
  return methodOrder.indexOf(a) - methodOrder.indexOf(b);
}

/** Separates elements with spaces. Screen readers and copied text need these, in addition to the style sheet. */
export function joinWithSpaces(parts: readonly HTMLElement[]): (HTMLElement | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part]));
}

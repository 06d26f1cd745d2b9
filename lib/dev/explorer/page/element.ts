type Child = Node | string | number | false | undefined;

type Handlers = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Makes an element. What is put in is text, whatever it looks like: file names are other people's.
 *
 * @param attributes `true` sets an empty one; `false` and `undefined` leave it out
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

/** An element that the page has from the start. */
export function findElement(selector: string): HTMLElement;
export function findElement<Type extends HTMLElement>(selector: string, type: new () => Type): Type;
export function findElement(selector: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** Names and values, one row each; rows without a value are left out. */
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
 * A path, or other text that may be long or odd: broken after its slashes, and read from left to right whatever
 * its letters.
 */
export function code(text: string): HTMLElement {
  const parts = escapeInvisible(text)
    .split(/(?<=\/)/)
    .flatMap((part) => [part, element('wbr')]);
  return element('bdi', { class: 'code', dir: 'ltr' }, parts.slice(0, -1));
}

/** A sentence in which such text stands. */
export function isolatedText(text: string): HTMLElement {
  return element('bdi', { dir: 'ltr' }, escapeInvisible(text));
}

/** Characters that cannot be seen, or turn the order of others: a name could look like another one. */
const invisibleCharacters = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Text whose invisible characters are written out, `U+202E`; line breaks stay. */
export function escapeInvisible(text: string): string {
  return text.replace(invisibleCharacters, (character) => {
    if (character === '\n') return character;
    return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

const usualOrder = ['*', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export function methodBadges(methods: readonly string[]): (HTMLElement | string)[] {
  const badges = methods.toSorted(byUsualOrder).map((method) => {
    const title = method === '*' ? 'every other method' : undefined;
    return element('span', { class: 'method', 'data-method': method, title }, method === '*' ? 'ANY' : method);
  });
  return joinWithSpaces(badges);
}

/** For lists: without HEAD and OPTIONS where they come with other methods. */
export function mainMethodBadges(methods: readonly string[]): (HTMLElement | string)[] {
  const main = methods.filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
  return methodBadges(main.length > 0 ? main : methods);
}

function byUsualOrder(a: string, b: string): number {
  return usualOrder.indexOf(a) - usualOrder.indexOf(b);
}

/** With a space between any two: for those who hear or copy the page, where style sheets keep things apart. */
export function joinWithSpaces(parts: readonly HTMLElement[]): (HTMLElement | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part]));
}

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
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, handler] of Object.entries(handlers)) made.addEventListener(name, handler as EventListener);
  const list = Array.isArray(children) ? (children as readonly Child[]) : [children as Child];
  made.append(...list.filter(isShown).map((child) => (typeof child === 'number' ? String(child) : child)));
  return made;
}

function isShown(child: Child): child is Node | string | number {
  return child !== undefined && child !== false;
}

/** An element that the page has from the start. */
export function find(selector: string): HTMLElement;
export function find<Type extends HTMLElement>(selector: string, type: new () => Type): Type;
export function find(selector: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** Names and values, one row each; rows without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: Child | readonly Child[]])[]): HTMLElement {
  const told = rows.filter(([, value]) => value !== undefined && value !== false);
  return element(
    'dl',
    {},
    told.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/**
 * A path, or other text that may be long or odd: broken after its slashes, and kept apart from what is around it
 * where it is written from right to left.
 */
export function code(text: string): HTMLElement {
  const parts = text.split(/(?<=\/)/).flatMap((part) => [part, element('wbr')]);
  return element('bdi', { class: 'code' }, parts.slice(0, -1));
}

export function methodBadges(methods: readonly string[]): HTMLElement[] {
  return methods.map((method) =>
    element(
      'span',
      { class: 'method', 'data-method': method, title: method === '*' ? 'every other method' : undefined },
      method === '*' ? 'ANY' : method,
    ),
  );
}

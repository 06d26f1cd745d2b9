import type { FolderData } from '../explorer-data.js';
import { code, element, find, mainMethodBadges, spaced } from './element.js';
import type { TreeFile, TreeFolder } from './file-tree.js';
import { isSameFile, urlText, type FileInFolder } from './file-in-folder.js';
import { rowKey, VisibleRows, type TreeRow } from './visible-rows.js';

/** How many rows are drawn at first, and how many more each time that is asked for. */
const step = 300;

/** The files as a tree: one element per row, with its level, so that what is closed is not there. */
export class TreeView {
  private readonly list = find('#files [role=tree]');
  private readonly more = find('#more-files');
  private readonly visible = new VisibleRows();
  private rows: TreeRow[] = [];
  /** The rows that are drawn, by their keys. */
  private drawn = new Map<string, HTMLElement>();
  private limit = step;
  /** The row that has the keyboard: one of them is in the order of tabs. */
  private active = '';
  private chosen: FileInFolder | undefined;
  private answering: FileInFolder | undefined;

  constructor(private readonly choose: (file: FileInFolder) => void) {
    this.list.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (this.press(event.key)) event.preventDefault();
    });
    this.list.addEventListener('click', (event) => {
      const row = this.rowOf(event.target);
      if (!row) return;
      this.active = row.key;
      this.use(row);
    });
    this.more.addEventListener('click', () => {
      this.limit += step;
      this.draw();
    });
  }

  setFolders(folders: readonly FolderData[]): void {
    this.visible.setFolders(folders);
    this.draw();
  }

  /** @param answering the file that answers the path that is tried */
  mark(chosen: FileInFolder | undefined, answering: FileInFolder | undefined): void {
    if (chosen && !isSameFile(chosen, this.chosen)) {
      this.visible.reveal(chosen.mountPath, chosen.file);
      this.active = rowKey(chosen.mountPath, chosen.file);
    }
    this.chosen = chosen;
    this.answering = answering;
    this.draw();
  }

  private draw(): void {
    const hadFocus = this.list.contains(document.activeElement);
    this.rows = this.visible.list();
    if (!this.rows.some(({ key }) => key === this.active)) this.active = this.rows[0]?.key ?? '';
    const activeIndex = this.rows.findIndex(({ key }) => key === this.active);
    this.limit = Math.max(this.limit, activeIndex + 1);
    this.drawn = new Map(this.rows.slice(0, this.limit).map((row) => [row.key, this.drawRow(row)]));
    this.list.replaceChildren(...this.drawn.values());
    const left = this.rows.length - this.limit;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, step)} of ${left} more`;
    if (hadFocus) this.drawn.get(this.active)?.focus();
  }

  private drawRow(row: TreeRow): HTMLElement {
    const { node, level, place, siblings, key, isOpen, mountPath } = row;
    const file = node.kind === 'file' ? { mountPath, file: node.file } : undefined;
    const attributes = {
      role: 'treeitem',
      'aria-level': level,
      'aria-posinset': place,
      'aria-setsize': siblings,
      'aria-expanded': node.kind === 'folder' ? String(isOpen) : undefined,
      'aria-selected': file ? String(isSameFile(file, this.chosen)) : undefined,
      'data-key': key,
      'data-answers': file !== undefined && isSameFile(file, this.answering),
      tabindex: key === this.active ? 0 : -1,
    };
    const drawn = element(
      'li',
      attributes,
      node.kind === 'file' ? drawFile(mountPath, node) : drawFolder(mountPath, node),
    );
    drawn.style.setProperty('--level', String(level - 1));
    return drawn;
  }

  /** @returns whether the key means something here */
  private press(key: string): boolean {
    const index = this.rows.findIndex((row) => row.key === this.active);
    const row = this.rows[index];
    if (!row) return false;
    const isClosed = row.node.kind === 'folder' && !row.isOpen;
    if (key === 'ArrowDown') this.moveTo(this.rows[index + 1]?.key);
    else if (key === 'ArrowUp') this.moveTo(this.rows[index - 1]?.key);
    else if (key === 'Home') this.moveTo(this.rows[0]?.key);
    else if (key === 'End') this.moveTo(this.rows.at(-1)?.key);
    else if (key === 'ArrowRight' && isClosed) this.toggle(row);
    else if (key === 'ArrowRight' && row.isOpen) this.moveTo(this.rows[index + 1]?.key);
    else if (key === 'ArrowLeft' && row.isOpen) this.toggle(row);
    else if (key === 'ArrowLeft') this.moveTo(row.parent);
    else if (key === 'Enter' || key === ' ') this.use(row);
    else return false;
    return true;
  }

  private moveTo(key: string | undefined): void {
    if (key === undefined) return;
    this.drawn.get(this.active)?.setAttribute('tabindex', '-1');
    this.active = key;
    if (!this.drawn.has(key)) this.draw();
    const row = this.drawn.get(key);
    row?.setAttribute('tabindex', '0');
    row?.focus();
  }

  private use(row: TreeRow): void {
    if (row.node.kind === 'folder') this.toggle(row);
    else this.choose({ mountPath: row.mountPath, file: row.node.file });
  }

  private toggle(row: TreeRow): void {
    this.visible.setOpen(row.key, !row.isOpen);
    this.draw();
  }

  private rowOf(target: EventTarget | null): TreeRow | undefined {
    const item = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;
    return this.rows.find(({ key }) => key === item?.dataset['key']);
  }
}

function drawFolder(mountPath: string, { name, path, broken }: TreeFolder): HTMLElement[] {
  const label = path === '' ? mountPath : `${name}/`;
  return drawEntry([
    element('span', { class: 'name' }, code(label)),
    broken > 0 && element('span', { class: 'flag' }, broken === 1 ? '1 problem' : `${broken} problems`),
  ]);
}

function drawFile(mountPath: string, { name, route, isMiddleware, problems }: TreeFile): HTMLElement[] {
  return drawEntry([
    element('span', { class: 'name' }, code(name)),
    isMiddleware && element('span', { class: 'tag' }, 'middleware'),
    problems.length > 0 && element('span', { class: 'flag', title: problems[0]!.message }, 'problem'),
    route && element('span', {}, mainMethodBadges(route.methods)),
    route && element('span', { class: 'url' }, code(urlText(mountPath, route.path))),
  ]);
}

function drawEntry(parts: readonly (HTMLElement | false | undefined)[]): HTMLElement[] {
  return [
    element('span', { class: 'twig', 'aria-hidden': 'true' }),
    element('div', { class: 'entry' }, spaced(parts.filter((part) => part instanceof HTMLElement))),
  ];
}

import type { FolderData } from '../explorer-data.js';
import { code, element, findElement, mainMethodBadges, joinWithSpaces } from './element.js';
import type { TreeFile, TreeFolder } from './file-tree.js';
import { isSameFile, displayUrl, type FileInFolder } from './file-in-folder.js';
import { rowKey, VisibleRows, type TreeRow } from './visible-rows.js';

/** The number of rows that are rendered at first, and added each time. */
const pageSize = 300;

/**
 * Shows the files as a tree. Each row is one element with its level, and the rows of closed folders are not rendered.
 */
export class TreeView {
  private readonly list = findElement('#files [role=tree]');
  private readonly moreButton = findElement('#more-files');
  private readonly visible = new VisibleRows();
  private rows: TreeRow[] = [];
  /** The elements of the rendered rows, by the rows' keys. */
  private elements = new Map<string, HTMLElement>();
  private maxRows = pageSize;
  /** The key of the one row that the Tab key reaches. */
  private activeKey = '';
  private selectedFile: FileInFolder | undefined;
  private answeringFile: FileInFolder | undefined;

  constructor(private readonly onSelect: (file: FileInFolder) => void) {
    this.list.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (this.handleKey(event.key)) event.preventDefault();
    });
    this.list.addEventListener('click', (event) => {
      const row = this.findRow(event.target);
      if (!row) return;
      this.activeKey = row.key;
      this.activate(row);
    });
    this.moreButton.addEventListener('click', () => {
      this.maxRows += pageSize;
      this.render();
    });
  }

  setFolders(folders: readonly FolderData[]): void {
    this.visible.setFolders(folders);
    this.render();
  }

  /** Marks the selected file, and the file that answers the path in the form. */
  mark(chosen: FileInFolder | undefined, answering: FileInFolder | undefined): void {
    if (chosen && !isSameFile(chosen, this.selectedFile)) {
      this.visible.reveal(chosen.mountPath, chosen.file);
      this.activeKey = rowKey(chosen.mountPath, chosen.file);
    }
    this.selectedFile = chosen;
    this.answeringFile = answering;
    this.render();
  }

  private render(): void {
    const hadFocus = this.list.contains(document.activeElement);
    this.rows = this.visible.toRows();
    if (!this.rows.some(({ key }) => key === this.activeKey)) this.activeKey = this.rows[0]?.key ?? '';
    const activeIndex = this.rows.findIndex(({ key }) => key === this.activeKey);
    this.maxRows = Math.max(this.maxRows, activeIndex + 1);
    this.elements = new Map(this.rows.slice(0, this.maxRows).map((row) => [row.key, this.renderRow(row)]));
    this.list.replaceChildren(...this.elements.values());
    const left = this.rows.length - this.maxRows;
    this.moreButton.hidden = left <= 0;
    this.moreButton.textContent = `Show ${Math.min(left, pageSize)} of ${left} more`;
    if (hadFocus) this.elements.get(this.activeKey)?.focus();
  }

  private renderRow(row: TreeRow): HTMLElement {
    const { node, level, position, siblingCount, key, isOpen, mountPath } = row;
    const file = node.kind === 'file' ? { mountPath, file: node.file } : undefined;
    const attributes = {
      role: 'treeitem',
      'aria-level': level,
      'aria-posinset': position,
      'aria-setsize': siblingCount,
      'aria-expanded': node.kind === 'folder' ? String(isOpen) : undefined,
      'aria-selected': file ? String(isSameFile(file, this.selectedFile)) : undefined,
      'data-key': key,
      'data-answers': file !== undefined && isSameFile(file, this.answeringFile),
      tabindex: key === this.activeKey ? 0 : -1,
    };
    const rowElement = element(
      'li',
      attributes,
      node.kind === 'file' ? renderFile(mountPath, node) : renderFolder(mountPath, node),
    );
    rowElement.style.setProperty('--level', String(level - 1));
    return rowElement;
  }

  /** Handles a key, and returns `false` if it has no meaning in the tree. */
  private handleKey(key: string): boolean {
    const index = this.rows.findIndex((row) => row.key === this.activeKey);
    const row = this.rows[index];
    if (!row) return false;
    const isClosed = row.node.kind === 'folder' && !row.isOpen;
    if (key === 'ArrowDown') this.focusRow(this.rows[index + 1]?.key);
    else if (key === 'ArrowUp') this.focusRow(this.rows[index - 1]?.key);
    else if (key === 'Home') this.focusRow(this.rows[0]?.key);
    else if (key === 'End') this.focusRow(this.rows.at(-1)?.key);
    else if (key === 'ArrowRight' && isClosed) this.toggle(row);
    else if (key === 'ArrowRight' && row.isOpen) this.focusRow(this.rows[index + 1]?.key);
    else if (key === 'ArrowLeft' && row.isOpen) this.toggle(row);
    else if (key === 'ArrowLeft') this.focusRow(row.parent);
    else if (key === 'Enter' || key === ' ') this.activate(row);
    else return false;
    return true;
  }

  private focusRow(key: string | undefined): void {
    if (key === undefined) return;
    this.elements.get(this.activeKey)?.setAttribute('tabindex', '-1');
    this.activeKey = key;
    if (!this.elements.has(key)) this.render();
    const row = this.elements.get(key);
    row?.setAttribute('tabindex', '0');
    row?.focus();
  }

  private activate(row: TreeRow): void {
    if (row.node.kind === 'folder') this.toggle(row);
    else this.onSelect({ mountPath: row.mountPath, file: row.node.file });
  }

  private toggle(row: TreeRow): void {
    this.visible.setOpen(row.key, !row.isOpen);
    this.render();
  }

  private findRow(target: EventTarget | null): TreeRow | undefined {
    const item = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;
    return this.rows.find(({ key }) => key === item?.dataset['key']);
  }
}

function renderFolder(mountPath: string, { name, path, brokenCount }: TreeFolder): HTMLElement[] {
  const label = path === '' ? mountPath : `${name}/`;
  return renderEntry([
    element('span', { class: 'name' }, code(label)),
    brokenCount > 0 && element('span', { class: 'flag' }, brokenCount === 1 ? '1 problem' : `${brokenCount} problems`),
  ]);
}

function renderFile(mountPath: string, { name, route, isMiddleware, problems: [problem] }: TreeFile): HTMLElement[] {
  return renderEntry([
    element('span', { class: 'name' }, code(name)),
    isMiddleware && element('span', { class: 'tag' }, 'middleware'),
    problem && element('span', { class: 'flag', title: problem.message }, 'problem'),
    route && element('span', {}, mainMethodBadges(route.methods)),
    route && element('span', { class: 'url' }, code(displayUrl(mountPath, route.path))),
  ]);
}

function renderEntry(parts: readonly (HTMLElement | false | undefined)[]): HTMLElement[] {
  return [
    element('span', { class: 'twig', 'aria-hidden': 'true' }),
    element('div', { class: 'entry' }, joinWithSpaces(parts.filter((part) => part instanceof HTMLElement))),
  ];
}

import type { ExplorerData, RouteData } from '../explorer-data.js';
import { code, element, find, mainMethodBadges } from './element.js';
import { isSameFile, urlText, type FileInFolder } from './file-in-folder.js';

/** How many rows are drawn at first, and how many more each time that is asked for. */
const step = 200;

interface TableRow extends FileInFolder {
  readonly route: RouteData;
  /** What the filter looks into, in small letters. */
  readonly text: string;
}

/** All routes in order of precedence. */
export class TableView {
  private readonly body = find('#rows');
  private readonly told = find('#shown');
  private readonly more = find('#more-rows', HTMLButtonElement);
  private rows: TableRow[] = [];
  private drawn: { readonly row: TableRow; readonly drawn: HTMLElement }[] = [];
  private filter = '';
  private limit = step;
  private chosen: FileInFolder | undefined;
  private answering: FileInFolder | undefined;

  constructor(private readonly choose: (file: FileInFolder) => void) {
    this.more.addEventListener('click', () => {
      this.limit += step;
      this.draw();
    });
  }

  setData({ folders }: ExplorerData): void {
    this.rows = folders.flatMap(({ mountPath, routes }) => routes.map((route) => tableRow(mountPath, route)));
    this.draw();
  }

  /** @param filter words that a row must have, all of them */
  setFilter(filter: string): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.limit = step;
    this.draw();
  }

  mark(chosen: FileInFolder | undefined, answering: FileInFolder | undefined): void {
    this.chosen = chosen;
    this.answering = answering;
    // Not drawn again: that would lose the place where one reads.
    for (const { row, drawn } of this.drawn) this.markRow(row, drawn);
  }

  private draw(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['row'] : undefined;
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const matching =
      words.length === 0 ? this.rows : this.rows.filter(({ text }) => words.every((word) => text.includes(word)));
    this.drawn = matching.slice(0, this.limit).map((row) => ({ row, drawn: this.drawRow(row) }));
    this.body.replaceChildren(...this.drawn.map(({ drawn }) => drawn));
    this.told.textContent = countText(matching.length, this.rows.length, Math.min(this.limit, matching.length));
    const left = matching.length - this.limit;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, step)} of ${left} more`;
    if (focused !== undefined) this.buttonOf(focused)?.focus();
  }

  private drawRow(row: TableRow): HTMLElement {
    const { route, mountPath, file } = row;
    const url = code(urlText(mountPath, route.path));
    const cells = [
      cell('Methods', route.methods.length > 0 ? mainMethodBadges(route.methods) : ['…']),
      cell('URL', [element('button', { type: 'button', class: 'link', 'data-row': keyOf(row) }, url)]),
      cell('Express path', [code(route.expressPath)]),
      cell('File', [code(file)]),
      cell(
        'Middleware',
        route.middleware.map((one) => code(one)),
      ),
    ];
    const drawn = element('div', { role: 'row', class: 'row' }, cells, {
      click: () => this.choose({ mountPath, file }),
    });
    this.markRow(row, drawn);
    return drawn;
  }

  private markRow(row: TableRow, drawn: HTMLElement): void {
    drawn.setAttribute('aria-current', String(isSameFile(row, this.chosen)));
    drawn.toggleAttribute('data-answers', isSameFile(row, this.answering));
  }

  private buttonOf(key: string): HTMLElement | undefined {
    return [...this.body.querySelectorAll<HTMLElement>('[data-row]')].find((button) => button.dataset['row'] === key);
  }
}

function tableRow(mountPath: string, route: RouteData): TableRow {
  const { file, methods, expressPath, path, middleware } = route;
  const text = [urlText(mountPath, path), expressPath, file, ...methods, ...middleware].join(' ').toLowerCase();
  return { mountPath, file, route, text };
}

function keyOf({ mountPath, file }: FileInFolder): string {
  return `${mountPath} ${file}`;
}

function cell(name: string, children: readonly (Node | string)[]): HTMLElement {
  return element('div', { role: 'cell', 'data-name': name }, children);
}

function countText(matching: number, all: number, drawn: number): string {
  const what = all === 1 ? '1 route' : `${all} routes`;
  const filtered = matching === all ? what : `${matching} of ${what}`;
  return drawn < matching ? `${filtered}, the first ${drawn} shown` : filtered;
}

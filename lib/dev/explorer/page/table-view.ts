import type { ExplorerData, RouteData } from '../explorer-data.js';
import { code, element, findElement, mainMethodBadges } from './element.js';
import { belowMark, isSameFile, displayUrl, type FileInFolder } from './file-in-folder.js';

/** The number of rows that are rendered at first, and added each time. */
const pageSize = 200;

interface TableRow extends FileInFolder {
  readonly route: RouteData;
  /** The text that the filter searches, in lower case. */
  readonly text: string;
}

/** Shows all routes in a table, in order of precedence. */
export class TableView {
  private readonly body = findElement('#rows');
  private readonly counts = findElement('#route-count');
  private readonly moreButton = findElement('#more-rows', HTMLButtonElement);
  private rows: TableRow[] = [];
  private rendered: { readonly row: TableRow; readonly rowElement: HTMLElement }[] = [];
  private filter = '';
  private maxRows = pageSize;
  private selectedFile: FileInFolder | undefined;
  private answeringFile: FileInFolder | undefined;

  constructor(private readonly onSelect: (file: FileInFolder) => void) {
    this.moreButton.addEventListener('click', () => {
      this.maxRows += pageSize;
      this.render();
    });
  }

  setData({ folders }: ExplorerData): void {
    this.rows = folders.flatMap(({ mountPath, routes }) => routes.map((route) => tableRow(mountPath, route)));
    this.render();
  }

  /** Shows only the rows that have all words of the filter. */
  setFilter(filter: string): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.maxRows = pageSize;
    this.render();
  }

  mark(chosen: FileInFolder | undefined, answering: FileInFolder | undefined): void {
    this.selectedFile = chosen;
    this.answeringFile = answering;
    // The rows are not rendered again, because that would lose the focus and the scroll position.
    for (const { row, rowElement } of this.rendered) this.markRow(row, rowElement);
  }

  private render(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['row'] : undefined;
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const matching =
      words.length === 0 ? this.rows : this.rows.filter(({ text }) => words.every((word) => text.includes(word)));
    this.rendered = matching.slice(0, this.maxRows).map((row) => ({ row, rowElement: this.renderRow(row) }));
    this.body.replaceChildren(...this.rendered.map(({ rowElement }) => rowElement));
    this.counts.textContent = countText(matching.length, this.rows.length, Math.min(this.maxRows, matching.length));
    const left = matching.length - this.maxRows;
    this.moreButton.hidden = left <= 0;
    this.moreButton.textContent = `Show ${Math.min(left, pageSize)} of ${left} more`;
    if (focused !== undefined) this.buttonOf(focused)?.focus();
  }

  private renderRow(row: TableRow): HTMLElement {
    const { route, mountPath, file } = row;
    const url = code(displayUrl(mountPath, route.path));
    const cells = [
      cell('Methods', route.methods.length > 0 ? mainMethodBadges(route.methods) : ['…']),
      cell('URL', [
        element('button', { type: 'button', class: 'link', 'data-row': keyOf(row) }, url),
        belowMark(route),
      ]),
      cell('Express path', [code(route.expressPath)]),
      cell('File', [code(file)]),
      cell(
        'Middleware',
        route.middleware.map((file) => code(file)),
      ),
    ];
    const rowElement = element('div', { role: 'row', class: 'row' }, cells, {
      click: () => this.onSelect({ mountPath, file }),
    });
    this.markRow(row, rowElement);
    return rowElement;
  }

  private markRow(row: TableRow, rowElement: HTMLElement): void {
    rowElement.setAttribute('aria-current', String(isSameFile(row, this.selectedFile)));
    rowElement.toggleAttribute('data-answers', isSameFile(row, this.answeringFile));
  }

  private buttonOf(key: string): HTMLElement | undefined {
    return [...this.body.querySelectorAll<HTMLElement>('[data-row]')].find((button) => button.dataset['row'] === key);
  }
}

function tableRow(mountPath: string, route: RouteData): TableRow {
  const { file, methods, expressPath, path, middleware } = route;
  const text = [displayUrl(mountPath, path), expressPath, file, ...methods, ...middleware].join(' ').toLowerCase();
  return { mountPath, file, route, text };
}

function keyOf({ mountPath, file }: FileInFolder): string {
  return `${mountPath} ${file}`;
}

function cell(name: string, children: readonly (Node | string)[]): HTMLElement {
  return element('div', { role: 'cell', 'data-name': name }, children);
}

function countText(matchingCount: number, allCount: number, shownCount: number): string {
  const routes = allCount === 1 ? '1 route' : `${allCount} routes`;
  const filtered = matchingCount === allCount ? routes : `${matchingCount} of ${routes}`;
  return shownCount < matchingCount ? `${filtered}, the first ${shownCount} shown` : filtered;
}

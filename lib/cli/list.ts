import { alignColumns } from '../reporting/align-columns.js';
import { printable } from '../reporting/printable.js';
import type { Route } from '../types/index.js';
import { findLeftOut } from '../dev/inspect/left-out.js';
import { exitCodes } from './exit-codes.js';
import { formatNotes } from './format-notes.js';
import type { FolderFlags } from './folder-flags.js';
import { openFolder } from './open-folder.js';
import { collectProblems, formatProblems, serializeProblems } from './report-problems.js';
import type { ProcessTerminal, Style, Terminal } from './terminal.js';

export interface ListFlags extends FolderFlags {
  readonly all?: boolean;
}

/**
 * Prints the route table of a folder in order of precedence, with `--all` the files that are not served, and then the
 * problems of the folder.
 *
 * @returns the exit code
 */
export async function list(source: string, flags: ListFlags, terminal: ProcessTerminal): Promise<number> {
  const folder = await openFolder(source, flags, terminal);
  const { directory, routes } = folder;
  const problems = collectProblems(folder);
  const leftOut = flags.all ? findLeftOut(folder).map(({ file, reason }) => ({ file, reason })) : [];
  if (flags.json) {
    const rows = routes.map(({ methods, path, expressPath, file, middleware }) => ({
      methods,
      path,
      expressPath,
      file,
      middleware,
    }));
    const answer = { directory, routes: rows, ...(flags.all && { leftOut }), problems: serializeProblems(problems) };
    terminal.writeOut(JSON.stringify(answer, undefined, 2));
  } else {
    if (routes.length > 0) terminal.writeOut(formatTable(routes, flags.load, terminal).join('\n'));
    if (leftOut.length > 0) terminal.writeOut(['', ...formatNotes('Not served:', leftOut, terminal)].join('\n'));
    // An empty line separates the problems from the table.
    const gap = routes.length > 0 ? [''] : [];
    if (problems.length > 0) terminal.writeErr([...gap, ...formatProblems(problems, terminal)].join('\n'));
  }
  return problems.length > 0 ? exitCodes.negative : exitCodes.ok;
}

interface Column {
  readonly title: string;
  readonly style?: Style;
  readonly cell: (route: Route) => string;
}

const methods: Column = {
  title: 'METHODS',
  style: 'green',
  // The methods of a file that could not be loaded are not known.
  cell: (route) => (route.methods.length > 0 ? route.methods.join(',') : '?'),
};
const url: Column = { title: 'URL', style: 'bold', cell: ({ path }) => path };
const expressPath: Column = { title: 'EXPRESS PATH', style: 'dim', cell: (route) => route.expressPath };
const file: Column = { title: 'FILE', cell: (route) => route.file };
const middleware: Column = { title: 'MIDDLEWARE', style: 'dim', cell: (route) => route.middleware.join(' ') };

/**
 * Returns the lines of a table of routes, or a few lines for each route if the terminal is narrower than the table.
 *
 * @param isLoaded `true` if the methods of the routes are known
 */
function formatTable(routes: readonly Route[], isLoaded: boolean, { paint, width = Infinity }: Terminal): string[] {
  const hasMiddleware = routes.some((route) => route.middleware.length > 0);
  const columns = [...(isLoaded ? [methods] : []), url, expressPath, file, ...(hasMiddleware ? [middleware] : [])];
  const titles = columns.map(({ title }) => title);
  const rows = alignColumns([titles, ...routes.map((route) => columns.map(({ cell }) => cell(route)))]);
  if (rows.some((cells) => cells.join('  ').trimEnd().length > width)) return formatStacked(routes, columns, paint);
  const styles = columns.map(({ style }) => style);
  return rows.map((cells, row) =>
    cells
      .map((cell, column) => paint(row === 0 ? 'dim' : styles[column], cell))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns a few lines for each route: its URL, and a line for each of its other cells. */
function formatStacked(routes: readonly Route[], columns: readonly Column[], paint: Terminal['paint']): string[] {
  const others = columns.filter((column) => column !== url);
  const width = Math.max(...others.map(({ title }) => title.length));
  return routes.flatMap((route) => [
    paint(url.style, printable(url.cell(route))),
    ...others.flatMap(({ title, cell }) => {
      const text = printable(cell(route));
      return text === '' ? [] : [`  ${paint('dim', title.toLowerCase().padEnd(width))}  ${text}`];
    }),
  ]);
}

import { alignColumns } from '../reporting/align-columns.js';
import { printable } from '../reporting/printable.js';
import type { Route } from '../types/index.js';
import { exitCodes } from './exit-codes.js';
import type { FolderFlags } from './folder-flags.js';
import { openFolder } from './open-folder.js';
import { serializeProblems, formatProblems, collectProblems } from './problems.js';
import type { ProcessTerminal, Style, Terminal } from './terminal.js';

/** Prints the route table of a folder, in order of precedence, and then what is wrong with the folder. */
export async function list(source: string, flags: FolderFlags, terminal: ProcessTerminal): Promise<number> {
  const folder = await openFolder(source, flags, terminal);
  const { directory, routes } = folder;
  const all = collectProblems(folder);
  if (flags.json) {
    const listed = routes.map(({ methods, path, expressPath, file, middleware }) => ({
      methods,
      path,
      expressPath,
      file,
      middleware,
    }));
    terminal.writeOut(JSON.stringify({ directory, routes: listed, problems: serializeProblems(all) }, undefined, 2));
  } else {
    if (routes.length > 0) terminal.writeOut(tableLines(routes, flags.load, terminal).join('\n'));
    if (all.length > 0)
      terminal.writeErr(['', ...formatProblems(all, terminal)].slice(routes.length > 0 ? 0 : 1).join('\n'));
  }
  return all.length > 0 ? exitCodes.negative : exitCodes.ok;
}

interface Column {
  readonly title: string;
  readonly style?: Style;
  cell(route: Route): string;
}

const methods: Column = {
  title: 'METHODS',
  style: 'green',
  // None, where the file is broken.
  cell: (route) => (route.methods.length > 0 ? route.methods.join(',') : '?'),
};
const url: Column = { title: 'URL', style: 'bold', cell: ({ path }) => path };
const expressPath: Column = { title: 'EXPRESS PATH', style: 'dim', cell: (route) => route.expressPath };
const file: Column = { title: 'FILE', cell: (route) => route.file };
const middleware: Column = { title: 'MIDDLEWARE', style: 'dim', cell: (route) => route.middleware.join(' ') };

/** @param isLoaded whether methods are known */
function tableLines(routes: readonly Route[], isLoaded: boolean, { paint, width = Infinity }: Terminal): string[] {
  const hasMiddleware = routes.some((route) => route.middleware.length > 0);
  const columns = [...(isLoaded ? [methods] : []), url, expressPath, file, ...(hasMiddleware ? [middleware] : [])];
  const plain = routes.map((route) => columns.map(({ cell }) => cell(route)));
  const rows = alignColumns([columns.map(({ title }) => title), ...plain]);
  if (rows.some((cells) => cells.join('  ').trimEnd().length > width)) return stackedLines(routes, columns, paint);
  const [heading, ...body] = rows.map((cells) => cells.map((cell, index) => styled(cell, columns[index]!, paint)));
  const titles = heading!.map((_cell, index) => paint('dim', rows[0]![index]!));
  return [titles, ...body].map((cells) => cells.join('  ').trimEnd());
}

/** For a terminal that is narrower than the table. */
function stackedLines(routes: readonly Route[], columns: readonly Column[], paint: Terminal['paint']): string[] {
  const others = columns.filter((column) => column !== url);
  const width = Math.max(...others.map(({ title }) => title.length));
  return routes.flatMap((route) => [
    styled(printable(url.cell(route)), url, paint),
    ...others.flatMap((column) => {
      const cell = printable(column.cell(route));
      return cell === '' ? [] : [`  ${paint('dim', column.title.toLowerCase().padEnd(width))}  ${cell}`];
    }),
  ]);
}

function styled(text: string, { style }: Column, paint: Terminal['paint']): string {
  return style ? paint(style, text) : text;
}

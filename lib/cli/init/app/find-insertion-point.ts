import type { Apps, MadeApp } from './find-apps.js';
import { readLink, type Link } from './stack-effect.js';
import type { Range, Source } from '../text/tokenize.js';

/** Where the line goes: after a statement; or why that is not sure. */
export type Place = { readonly app: MadeApp; readonly after: Range } | { readonly unsure: string };

/**
 * Decides where a folder of routes is mounted: after all that the app adds by itself, and before what
 * answers everything that is left, such as a 404 handler.
 */
export function placeMount(source: Source, apps: Apps): Place {
  const chosen = chooseApp(source, apps);
  if ('unsure' in chosen) return chosen;
  const { app } = chosen;
  const lineOf = ({ from }: Range): string => String(source.tokens[from]!.line);
  const links = app.statements.map((statement) => ({ statement, link: linkOf(source, statement, app) }));

  const unclear = links.find(({ link }) => link === 'unclear');
  if (unclear)
    return { unsure: `what line ${lineOf(unclear.statement)} adds to \`${app.name}\`, and when, is not clear` };
  const end = links.findIndex(({ link }) => link === 'ends');
  const before = end < 0 ? links : links.slice(0, end);
  const last = before.findLastIndex(({ link }) => link === 'adds' || link === 'hands-on');
  const { statement, link } = before[last]!;
  const hasEnd = end >= 0 || links.slice(last).some((one) => one.link === 'may-end');
  if (link === 'hands-on' && !hasEnd) {
    return { unsure: `line ${lineOf(statement)} hands \`${app.name}\` to a function, which may answer every URL` };
  }
  return { app, after: statement };
}

function linkOf(source: Source, statement: Range, { name, maker }: MadeApp): Link {
  return statement.from === maker.from ? 'adds' : readLink(source, statement, name);
}

/** The app that is served, where a file makes several: not one that is mounted in another. */
function chooseApp(source: Source, { apps, unnamedLine }: Apps): { app: MadeApp } | { unsure: string } {
  const served = apps.filter(({ name }) => !isMounted(source, name));
  const listening = served.filter(({ name }) => isServed(source, name));
  const [app, ...others] = listening.length > 0 ? listening : served;
  if (app && others.length === 0) return { app };
  if (app) {
    const names = [app, ...others].map(({ name }) => `\`${name}\``);
    return { unsure: `it makes ${names.length} apps: ${names.join(', ')}` };
  }
  return { unsure: `the app that line ${unnamedLine ?? 1} makes has no plain name` };
}

/** `other.use(app)` or `other.use('/path', app)`. */
function isMounted({ tokens }: Source, name: string): boolean {
  return tokens.some(({ text }, index) => {
    if (text !== name || tokens[index + 1]?.text !== ')') return false;
    const open = tokens[index - 1]?.text === ',' ? index - 3 : index - 1;
    return tokens[open]?.text === '(' && tokens[open - 1]?.text === 'use';
  });
}

/** `app.listen(`, `createServer(app)`, `export default app`, `module.exports = app`, `return app`. */
function isServed({ tokens }: Source, name: string): boolean {
  return tokens.some(({ text }, index) => {
    if (text !== name || tokens[index - 1]?.text === '.') return false;
    if (tokens[index + 1]?.text === '.') return tokens[index + 2]?.text === 'listen';
    const [last, butLast] = [tokens[index - 1]?.text, tokens[index - 2]?.text ?? ''];
    return last === 'return' || /^(?:createServer \(|export default|exports =)$/.test(`${butLast} ${last ?? ''}`);
  });
}

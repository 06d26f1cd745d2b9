import type { Unclear } from '../plan.js';
import { textAt, type Source, type TokenRange } from '../text/tokenize.js';
import type { AppDeclaration, AppsInFile } from './find-apps.js';
import { readStackEffect } from './stack-effect.js';

/** The app that gets the routes, and the statement after which they are mounted. */
export interface InsertionPoint {
  readonly app: AppDeclaration;
  readonly after: TokenRange;
}

/**
 * Finds where to mount the route folder: after the middleware and routes that the app has, and before handlers
 * that answer every request, such as a 404 handler.
 */
export function findInsertionPoint(source: Source, apps: AppsInFile): InsertionPoint | Unclear {
  const app = chooseServedApp(source, apps);
  if ('unclear' in app) return app;
  const lineOf = ({ from }: TokenRange): string => String(source.tokens[from]?.line);
  const effects = app.statements
    .filter(({ from }) => from !== app.declaration.from)
    .map((statement) => ({ statement, effect: readStackEffect(source, statement, app.name) }));

  const unclear = effects.find(({ effect }) => effect === 'unclear');
  if (unclear) {
    return {
      unclear: `line ${lineOf(unclear.statement)} adds to \`${app.name}\` in a way that \`init\` cannot follow`,
    };
  }
  // What precedes the declaration concerns an earlier value of the variable.
  const own = effects.filter(({ statement }) => statement.from > app.declaration.from);
  const end = own.findIndex(({ effect }) => effect === 'ends');
  const before = end < 0 ? own : own.slice(0, end);
  const lastIndex = before.findLastIndex(({ effect }) => effect === 'adds' || effect === 'escapes');
  const last = before[lastIndex];
  const hasEnd = end >= 0 || own.slice(lastIndex + 1).some(({ effect }) => effect === 'may-end');
  if (last?.effect === 'escapes' && !hasEnd) {
    return {
      unclear: `line ${lineOf(last.statement)} passes \`${app.name}\` to a function, which may add a handler for every URL`,
    };
  }
  return { app, after: last?.statement ?? app.declaration };
}

/** Chooses the app that is served if a file creates several: not one that is mounted in another. */
function chooseServedApp(source: Source, { named, unnamedLine }: AppsInFile): AppDeclaration | Unclear {
  const served = named.filter(({ name }) => !isMounted(source, name));
  const listening = served.filter(({ name }) => isServed(source, name));
  const [app, ...others] = listening.length > 0 ? listening : served;
  if (app && others.length === 0) return app;
  if (app) {
    const names = [app, ...others].map(({ name }) => `\`${name}\``);
    return { unclear: `there are ${names.length} apps: ${names.join(', ')}` };
  }
  return { unclear: `the app on line ${unnamedLine ?? 1} is not assigned to a variable` };
}

/** Returns `true` for the app in `other.use(app)` and `other.use('/path', app)`. */
function isMounted(source: Source, name: string): boolean {
  return source.tokens.some(({ text }, index) => {
    if (text !== name || textAt(source, index + 1) !== ')') return false;
    const open = textAt(source, index - 1) === ',' ? index - 3 : index - 1;
    return textAt(source, open) === '(' && textAt(source, open - 1) === 'use';
  });
}

/**
 * Returns `true` for the app in `app.listen(`, `createServer(app)`, `export default app`, `module.exports = app` and
 * `return app`.
 */
function isServed(source: Source, name: string): boolean {
  return source.tokens.some(({ text }, index) => {
    const [secondBefore, before] = [textAt(source, index - 2), textAt(source, index - 1)];
    if (text !== name || before === '.') return false;
    if (textAt(source, index + 1) === '.') return textAt(source, index + 2) === 'listen';
    return before === 'return' || /^(?:createServer \(|export default|exports =)$/.test(`${secondBefore} ${before}`);
  });
}

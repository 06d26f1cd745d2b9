import type { Issue, Problem } from '../types/problem.js';
import type { RouteFile } from '../types/index.js';
import { builtName, builtNameIssue } from './built-names.js';
import { folderOf } from './folder-middleware.js';
import { memoize } from './memoize.js';

/**
 * Warns of names that are parts of the URL as they are written, and that mean something else in other routers:
 * `$id.js`, `users.get.js`, the folder `(admin)`. A folder is reported once, whatever number of files it has.
 */
export function literalNames(routeFiles: readonly RouteFile[]): Problem[] {
  const found = new Map<string, Problem>();
  const isPlain = memoize((name: string) => !mayMeanMore.test(name));
  for (const { file, names } of routeFiles) {
    if (names.every(isPlain)) continue;
    const parts = file.split('/');
    for (const [index, name] of names.entries()) {
      if (isPlain(name)) continue;
      const isFile = index === parts.length - 1;
      const place = parts.slice(0, index + 1).join('/');
      const issue = found.has(place) ? undefined : literalName(name, isFile);
      if (issue) found.set(place, { ...issue, files: [place] });
    }
  }
  return [...found.values(), ...routeFilesOfAppRouter(routeFiles)];
}

/** A cheap test that nearly all names fail. */
const mayMeanMore = /^[(+$_]|^\d+$|\.[A-Za-z]+$|\.\$|^[A-Z]{3,}$|^[Ii][Nn][Dd][Ee][Xx]$|%5[Bb]/;

/** A way of writing names that other routers read in another way. */
interface Notation {
  readonly pattern: RegExp;
  /** The names that have the pattern and are meant. */
  readonly except?: RegExp;
  readonly kind?: 'file' | 'folder';
  /** What the name means elsewhere, in a sentence. */
  readonly reason: (match: RegExpExecArray) => string;
  readonly fix: (match: RegExpExecArray) => string;
}

const notations: readonly Notation[] = [
  {
    pattern: /^\((?!\.)(.+)\)$/,
    kind: 'folder',
    reason: () => readAs('a group that adds nothing to the URL'),
    fix: () => 'move its files into the folder above',
  },
  {
    pattern: /^\(\$?([^.]+)\)$/,
    reason: () => readAs('a group or an optional parameter'),
    fix: ([, name]) => `write '[${name}]' for a parameter`,
  },
  {
    pattern: /^\(\.{1,3}\)/,
    reason: () => readAs('a route that intercepts another'),
    fix: () => 'remove the parentheses',
  },
  {
    pattern: /(?:^|\.)\$(?:[A-Za-z_]\w*)?(?=\.|$)/,
    // URLs of OData and FHIR have such names.
    except:
      /^\$(?:metadata|batch|all|entity|count|value|ref|links|query|crossjoin|export|everything|validate|expand|lookup|translate|meta|match|document|snapshot|transform|convert|stats|lastn|closure|subsumes)$/,
    reason: () => readAs('a parameter'),
    fix: ({ input }) => `write '${input.split('.').map(spellDollar).join('/')}'`,
  },
  {
    pattern: /^(.+)\.(get|post|put|patch|delete|del|head|options|query)$/i,
    kind: 'file',
    reason: ([, , method = '']) => readAs(`the handler for ${method.toUpperCase()}`),
    fix: ([, name, method = '']) => `rename it to '${name}', and export a function ${exportOf(method)}`,
  },
  {
    pattern: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/,
    kind: 'file',
    reason: ([method]) => readAs(`the handler for ${method}`),
    fix: ([method]) => `rename it to 'index', and export a function ${method}`,
  },
  {
    pattern: /^\+(?:server|page|layout|error)\b/,
    kind: 'file',
    reason: () => readAs('the file that answers for its folder'),
    fix: () => "rename it to 'index'",
  },
  {
    pattern: /^(.+)\.middleware$/,
    kind: 'file',
    reason: () => readAs('middleware'),
    fix: ([name]) => `begin its name with '_' if it is a helper ('_${name}'), or name it '_middleware' if it runs before its folder`,
  },
  {
    pattern: /^(.+)\.(routes?|router|controller|handler|endpoint)$/,
    kind: 'file',
    reason: ([, name, kind]) => readAs(`the ${kind} of '${name}'`),
    fix: ([, name]) => `rename it to '${name}'`,
  },
  {
    pattern: /^(?!index$)[Ii][Nn][Dd][Ee][Xx]$/,
    kind: 'file',
    reason: () => "Only 'index', in small letters, answers at its folder's own URL.",
    fix: () => "rename it to 'index'",
  },
  {
    pattern: /^\d{2,5}$/,
    // Statuses and years.
    except: /^(?:20[0-6]|30[0-8]|4(?:0\d|1[0-8]|2[0-9]|31|51)|50\d|511|19\d\d|20\d\d)$/,
    kind: 'file',
    reason: () => "The bundler ncc gives such numbers to files such as '[id].js', whose routes then do not answer.",
    fix: () => 'copy the route folder beside the bundle with its names as they are',
  },
  {
    pattern: /%5B(.+)%5D/i,
    reason: () => "It has brackets that were escaped, as in a URL.",
    fix: () => "write the brackets: '[id]'",
  },
];

function literalName(name: string, isFile: boolean): Issue | undefined {
  // Such names are parameters, or refused.
  if (/[[\]]/.test(name)) return undefined;
  const meant = builtName(name);
  if (meant !== undefined) return builtNameIssue(name, meant, 'FSR_LITERAL_NAME');
  const kind = isFile ? 'file' : 'folder';
  for (const notation of notations) {
    const match = notation.kind && notation.kind !== kind ? null : notation.pattern.exec(name);
    if (!match || notation.except?.test(name)) continue;
    return literalIssue(name, notation.reason(match), notation.fix(match), notation.kind === 'file');
  }
  return undefined;
}

function literalIssue(name: string, reason: string, fix: string, canBeFolder: boolean): Issue {
  const keep = canBeFolder
    ? `make it the folder '${name}' with an index file`
    : 'answer that URL with a route of the app, and add the name to the `ignore` option';
  return {
    code: 'FSR_LITERAL_NAME',
    message: `The name '${name}' is part of the URL as it is written. ${reason}`,
    help: `${fix}. If the URL really has this name, ${keep}.`,
  };
}

function readAs(meaning: string): string {
  return `Other routers read it as ${meaning}.`;
}

function spellDollar(part: string): string {
  if (part === '$') return '[...path]';
  return part.startsWith('$') ? `[${part.slice(1)}]` : part;
}

function exportOf(method: string): string {
  return method.toLowerCase() === 'del' ? 'DELETE' : method.toUpperCase();
}

/** Warns of files named `route` that are the only ones in their folder, as in the App Router of Next.js. */
function routeFilesOfAppRouter(routeFiles: readonly RouteFile[]): Problem[] {
  const candidates = routeFiles.filter(({ file, names }) => names.at(-1) === 'route' && !/\/index\.[^/]+$/.test(file));
  if (candidates.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { file } of routeFiles) counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  return candidates
    .filter(({ file }) => counts.get(folderOf(file)) === 1)
    .map(({ file }) => ({
      ...literalIssue(
        'route',
        "In the App Router of Next.js, it is the file that answers at its folder's own URL.",
        "rename it to 'index'",
        true,
      ),
      files: [file],
    }));
}

/** A way of writing names that other routers read in another way. */
export interface Notation {
  readonly pattern: RegExp;
  /** The pattern of names that are common as they are. */
  readonly except?: RegExp;
  readonly kind?: 'file' | 'folder';
  /** The meaning of the name elsewhere, in a sentence. */
  readonly reason: (match: RegExpExecArray) => string;
  readonly fix: (match: RegExpExecArray) => string;
}

/** The names that can be meant as they are, so they are served. */
export const notations: readonly Notation[] = [
  {
    pattern: /^\((?!\.)(.+)\)$/,
    kind: 'folder',
    reason: () => readAs('a group that adds nothing to the URL'),
    fix: () => 'set `routeGroups: true`, or move its files into the folder above',
  },
  {
    pattern: /^\(\$?([^.]+)\)$/,
    reason: () => readAs('a group or an optional param'),
    fix: ([, name]) => `write '[${name}]' for a param`,
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
    reason: () => readAs('a param'),
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
    fix: ([name]) =>
      `begin its name with '_' if it is a helper ('_${name}'), or name it '_middleware' if it runs before its folder`,
  },
  {
    pattern: /^(.+)\.(routes?|router|controller|handler|endpoint|api|server)$/,
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
    reason: () => 'It has brackets that were escaped, as in a URL.',
    fix: () => "write the brackets: '[id]'",
  },
];

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

import { METHODS } from 'node:http';
import { isRecord } from '../reporting/inspect-value.js';
import { misspellingOf } from '../reporting/misspelling.js';
import type { Issue } from '../types/problem.js';
import { hasHandler } from './check-handlers.js';
import { exportableMethods } from './read-method-exports.js';

const methodList = `${exportableMethods.slice(0, -1).join(', ')} and ${exportableMethods.at(-1) ?? ''}`;

/**
 * Finds exports that look like handlers but are never called, and one that looks like the config but is never read: a
 * handler for a method that only a default export can answer, such as PROPFIND, and misspelt names, such as `PSOT`,
 * `Default` and `Config`. Only values of the right kind count, so that constants may have any name.
 */
export function findUnknownExports(namespace: unknown): Issue[] {
  if (!isRecord(namespace)) return [];
  const names = new Set(Object.keys(namespace));
  return [...names].flatMap((name) => {
    if (name === 'default' || isExportable(name)) return [];
    const issues = checkName(name, names);
    if (issues.length > 0) return hasHandler(namespace[name]) ? issues : [];
    const isConfig = !names.has('config') && looksLikeConfig(name, namespace[name]);
    return isConfig ? [misspeltExport(name, 'config', 'read')] : [];
  });
}

/**
 * Finds handlers that are properties of an exported function, as after `module.exports = handler`, and named after
 * methods in capitals. In small letters, a Router of Express has such properties too.
 */
export function findUnknownProperties(exported: unknown): Issue[] {
  if (typeof exported !== 'function') return [];
  return Object.keys(exported)
    .filter((name) => isExportable(name) && hasHandler((exported as unknown as Record<string, unknown>)[name]))
    .map((name) =>
      unknownExport(
        `The default export is a function, so its property '${name}' is not called.`,
        `write \`exports.default = …\` and \`exports.${name} = …\` instead of \`module.exports = …\`.`,
      ),
    );
}

/** Finds the exports of a `_middleware` file that are named after methods. Only its default export is called. */
export function findMethodsInMiddleware(namespace: unknown): Issue[] {
  if (!isRecord(namespace)) return [];
  return Object.keys(namespace)
    .filter((name) => isExportable(name) && hasHandler(namespace[name]))
    .map((name) =>
      unknownExport(
        `A _middleware file has only a default export, so its export '${name}' is not called.`,
        `export one handler as default, which checks \`req.method === '${name}'\`.`,
      ),
    );
}

function isExportable(name: string): boolean {
  return (exportableMethods as readonly string[]).includes(name);
}

/** Checks the name of a handler. A misspelling beside the right name is something else. */
function checkName(name: string, names: ReadonlySet<string>): Issue[] {
  if (name === 'CONNECT') {
    const help = "remove it. Node.js hands such requests to the 'connect' event of its server, and never to Express.";
    return [unknownExport("The export 'CONNECT' is never called.", help)];
  }
  if (METHODS.includes(name)) return [methodForDefault(name, `if (req.method === '${name}') …`)];
  if (name === 'ALL' || name === 'ANY') return names.has('default') ? [] : [methodForDefault(name, '…')];
  const isThere = (word: string): boolean => names.has(word) || names.has(word.toLowerCase());
  const meant = ['default', ...exportableMethods].find((word) => isMisspelt(name, word) && !isThere(word));
  return meant === undefined ? [] : [misspeltExport(name, meant, 'called')];
}

/** Returns `true` if a name can only be a misspelling of a word: `MATCH` is another word than `PATCH`. */
function isMisspelt(name: string, word: string): boolean {
  if (word === 'default') return isMisspeltDefault(name);
  // Names of helpers are in small letters, and those of classes have one capital.
  if (!/^[_$]?[A-Z]{2}/.test(name)) return false;
  const difference = misspellingOf(name.toUpperCase(), word);
  if (difference === 'missing') return word.length > 3;
  return difference === 'replaced' ? word.length > 5 : difference !== undefined;
}

function isMisspeltDefault(name: string): boolean {
  const lower = name.toLowerCase();
  // `defaults` is a word.
  return lower === 'default' || (lower !== 'defaults' && misspellingOf(lower, 'default') !== undefined);
}

function looksLikeConfig(name: string, value: unknown): boolean {
  const lower = name.toLowerCase();
  return (lower === 'config' || misspellingOf(lower, 'config') !== undefined) && isRecord(value) && 'api' in value;
}

function methodForDefault(name: string, body: string): Issue {
  return unknownExport(
    `The export '${name}' is not called: a file can export handlers for ${methodList}.`,
    `write a default export, which handles all other methods: \`export default (req, res) => { ${body} }\`.`,
  );
}

function misspeltExport(name: string, meant: string, verb: string): Issue {
  return unknownExport(
    `The export '${name}' is not ${verb}: it looks like '${meant}'.`,
    `call it '${meant}', or give it a name that looks less like that.`,
  );
}

function unknownExport(message: string, help: string): Issue {
  return { code: 'FSR_UNKNOWN_EXPORT', message, help };
}

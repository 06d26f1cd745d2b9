import type { Issue } from '../types/problem.js';
import { isRecord, kindOf } from '../reporting/inspect-value.js';
import { misspellingOf } from '../reporting/misspelling.js';
import { isBodyParser, isBoolean, isSize } from '../request/body-settings.js';
import type { RouteConfig } from '../types/index.js';

type ApiSetting = keyof NonNullable<RouteConfig['api']>;

const sizeText = "a number of bytes or a string such as '500kb' or '4mb'";

const settings: Record<ApiSetting, { expected: string; accepts: (value: unknown) => boolean }> = {
  bodyParser: { expected: `true, false, or { sizeLimit: ${sizeText} }`, accepts: (value) => isBodyParser(value) },
  responseLimit: { expected: `true, false, or ${sizeText}`, accepts: (value) => isBoolean(value) || isSize(value) },
  externalResolver: { expected: 'true or false', accepts: isBoolean },
  rawBody: { expected: 'true or false', accepts: isBoolean },
};

/** The settings that a key of `config` may have been meant for, by their last names, and how to write each. */
const places = new Map([
  ['api', '{ api: { … } }'],
  ['runtime', "{ runtime: 'nodejs' }"],
  ...Object.keys(settings).map((name) => [name, `{ api: { ${name}: … } }`] as const),
  ['sizeLimit', '{ api: { bodyParser: { sizeLimit: … } } }'],
]);

/**
 * A function that returns `true` for settings, or values, that only one convention accepts.
 *
 * @param path the path of a setting in the config: `api.bodyParser`
 */
export type AcceptsSetting = (path: string, value: unknown) => boolean;

/**
 * Checks a route's `config` and returns every issue. Keys other than `api` and `runtime` belong to the user, unless
 * they look like misspelt or misplaced settings.
 *
 * @param acceptsOther returns `true` for a setting that the convention accepts in addition to those of `RouteConfig`
 */
export function checkConfig(config: unknown, acceptsOther: AcceptsSetting = () => false): Issue[] {
  if (!isRecord(config)) {
    return [
      badConfig(`'config' is ${kindOf(config)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    ];
  }
  const issues = checkEach(config, '', acceptsOther, checkKey);
  if (config['runtime'] === 'edge' || config['runtime'] === 'experimental-edge') {
    const message = 'The route is for the edge runtime, whose handlers take a Request and return a Response.';
    issues.push(badConfig(message, 'rewrite it as a Node.js handler, (req, res) => { … }, and remove `runtime`.'));
  }
  const { api } = config;
  if (isRecord(api)) {
    issues.push(...checkEach(api, 'api.', acceptsOther, checkSetting));
    const { bodyParser } = api;
    if (isRecord(bodyParser)) issues.push(...checkEach(bodyParser, 'api.bodyParser.', acceptsOther, checkBodyParser));
  } else if (api !== undefined) {
    issues.push(
      badConfig(`'config.api' is ${kindOf(api)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    );
  }
  return issues;
}

/** Returns `true` if `config.api` can have a setting with this name. */
export function isApiSetting(name: string): name is ApiSetting {
  return Object.hasOwn(settings, name);
}

/**
 * Checks the properties of an object.
 *
 * @param prefix the path of the object in the config, with a dot at its end
 */
function checkEach(
  object: Record<string, unknown>,
  prefix: string,
  acceptsOther: AcceptsSetting,
  check: (name: string, value: unknown) => Issue[],
): Issue[] {
  return Object.entries(object).flatMap(([name, value]) =>
    acceptsOther(prefix + name, value) ? [] : check(name, value),
  );
}

/** Checks a key of the config itself. A misspelt setting has no effect, so it is refused. */
function checkKey(name: string): Issue[] {
  if (name === 'api' || name === 'runtime') return [];
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '');
  const meant = [...places.keys()].find((word) => isMeant(plain, word.toLowerCase()));
  if (meant === undefined) return [];
  return [
    badConfig(
      `'config.${name}' has no effect: it looks like the setting '${meant}'.`,
      `write \`${places.get(meant) ?? ''}\`. If it is a setting of your own, give it another name.`,
    ),
  ];
}

/** Returns `true` if a name looks like a setting. Short words are too close to other words. */
function isMeant(name: string, word: string): boolean {
  return name === word || (word.length > 5 && misspellingOf(name, word) !== undefined);
}

function checkSetting(name: string, value: unknown): Issue[] {
  if (!isApiSetting(name)) {
    return [badConfig(`There is no setting 'config.api.${name}'.`, `use one of: ${Object.keys(settings).join(', ')}.`)];
  }
  const { expected, accepts } = settings[name];
  if (value === undefined || accepts(value)) return [];
  return [badConfig(`'config.api.${name}' has an invalid value.`, `set it to ${expected}.`)];
}

function checkBodyParser(name: string): Issue[] {
  if (name === 'sizeLimit') return [];
  return [badConfig(`There is no setting 'config.api.bodyParser.${name}'.`, 'use sizeLimit, or write true or false.')];
}

function badConfig(message: string, help: string): Issue {
  return { code: 'FSR_BAD_CONFIG', message, help };
}

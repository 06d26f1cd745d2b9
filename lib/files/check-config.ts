import type { Issue } from '../types/problem.js';
import { isRecord, kindOf } from '../reporting/inspect-value.js';
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

/** A function that returns `true` for settings of `config.api`, or values, that only one convention accepts. */
export type AcceptsSetting = (name: string, value: unknown) => boolean;

/**
 * Checks a route's `config` and returns every issue. Settings outside `api` are for other tools and not checked, except
 * `runtime`.
 *
 * @param acceptsOther returns `true` for a setting that the convention accepts in addition to those of `RouteConfig`
 */
export function checkConfig(config: unknown, acceptsOther: AcceptsSetting = () => false): Issue[] {
  if (!isRecord(config)) {
    return [
      badConfig(`'config' is ${kindOf(config)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    ];
  }
  const issues: Issue[] = [];
  if (config['runtime'] === 'edge' || config['runtime'] === 'experimental-edge') {
    const message = 'The route is for the edge runtime, whose handlers take a Request and return a Response.';
    issues.push(badConfig(message, 'rewrite it as a Node.js handler, (req, res) => { … }, and remove `runtime`.'));
  }
  const { api } = config;
  if (isRecord(api)) {
    issues.push(
      ...Object.entries(api).flatMap(([name, value]) => (acceptsOther(name, value) ? [] : checkSetting(name, value))),
    );
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

function checkSetting(name: string, value: unknown): Issue[] {
  if (!isApiSetting(name)) {
    return [badConfig(`There is no setting 'config.api.${name}'.`, `use one of: ${Object.keys(settings).join(', ')}.`)];
  }
  const { expected, accepts } = settings[name];
  if (value === undefined || accepts(value)) return [];
  return [badConfig(`'config.api.${name}' has an invalid value.`, `set it to ${expected}.`)];
}

function badConfig(message: string, help: string): Issue {
  return { code: 'FSR_BAD_CONFIG', message, help };
}

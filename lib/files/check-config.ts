import type { Issue } from '../types/problem.js';
import { isRecord, kindOf } from '../reporting/inspect-value.js';
import { isBodyParser, isBoolean, isSize } from '../request/body-settings.js';
import type { RouteConfig } from '../types/index.js';

type ApiSetting = keyof NonNullable<RouteConfig['api']>;

const size = "a number of bytes or a text such as '500kb' or '4mb'";

const settings: Record<ApiSetting, { expected: string; accepts: (value: unknown) => boolean }> = {
  bodyParser: { expected: `true, false, or { sizeLimit: ${size} }`, accepts: (value) => isBodyParser(value) },
  responseLimit: { expected: `true, false, or ${size}`, accepts: (value) => isBoolean(value) || isSize(value) },
  externalResolver: { expected: 'true or false', accepts: isBoolean },
  rawBody: { expected: 'true or false', accepts: isBoolean },
};

/** Whether a convention takes a setting of `config.api` that is not one of ours, or a value that ours cannot have. */
export type AcceptsSetting = (name: string, value: unknown) => boolean;

/**
 * Returns everything that is wrong with a route's `config`. Settings outside of `api` are other tools' business.
 *
 * @param acceptsBeside says what else is right
 */
export function checkConfig(config: unknown, acceptsBeside: AcceptsSetting = () => false): Issue[] {
  if (!isRecord(config)) {
    return [
      badConfig(`'config' is ${kindOf(config)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    ];
  }
  const issues: Issue[] = [];
  if (config['runtime'] === 'edge' || config['runtime'] === 'experimental-edge') {
    const message = 'The route asks for the edge runtime, where a handler takes a Request and returns a Response.';
    issues.push(badConfig(message, 'rewrite it as a Node handler, (req, res) => { … }, and remove `runtime`.'));
  }
  const { api } = config;
  if (isRecord(api)) {
    issues.push(
      ...Object.entries(api).flatMap(([name, value]) => (acceptsBeside(name, value) ? [] : checkSetting(name, value))),
    );
  } else if (api !== undefined) {
    issues.push(
      badConfig(`'config.api' is ${kindOf(api)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    );
  }
  return issues;
}

/** Returns whether `config.api` has a setting of this name. */
export function isApiSetting(name: string): name is ApiSetting {
  return Object.hasOwn(settings, name);
}

function checkSetting(name: string, value: unknown): Issue[] {
  if (!isApiSetting(name)) {
    return [badConfig(`There is no setting 'config.api.${name}'.`, `use one of: ${Object.keys(settings).join(', ')}.`)];
  }
  const { expected, accepts } = settings[name];
  if (value === undefined || accepts(value)) return [];
  return [badConfig(`'config.api.${name}' has a value it cannot have.`, `make it ${expected}.`)];
}

function badConfig(message: string, help: string): Issue {
  return { code: 'FSR_BAD_CONFIG', message, help };
}

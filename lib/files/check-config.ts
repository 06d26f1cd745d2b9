import bytes from 'bytes';
import type { Issue } from '../types/problem.js';
import { isRecord, kindOf } from '../reporting/inspect-value.js';
import { isBodyParser, isFlag, isSize } from '../request/body-settings.js';
import type { RouteConfig } from '../types/index.js';

type ApiSetting = keyof NonNullable<RouteConfig['api']>;

const size = "a number of bytes or a text such as '500kb' or '4mb'";

const settings: Record<ApiSetting, { expected: string; accepts: (value: unknown) => boolean }> = {
  bodyParser: { expected: `true, false, or { sizeLimit: ${size} }`, accepts: (value) => isBodyParser(value) },
  responseLimit: { expected: `true, false, or ${size}`, accepts: (value) => isFlag(value) || isSize(value) },
  externalResolver: { expected: 'true or false', accepts: isFlag },
  rawBody: { expected: 'true or false', accepts: isFlag },
};

/** Everything that is wrong with a route's `config`. Settings outside of `api` are other tools' business. */
export function checkConfig(config: unknown, isNext = false): Issue[] {
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
    issues.push(...Object.entries(api).flatMap(([name, value]) => checkSetting(name, value, isNext)));
  } else if (api !== undefined) {
    issues.push(
      badConfig(`'config.api' is ${kindOf(api)}, not an object.`, 'write `export const config = { api: { … } }`.'),
    );
  }
  return issues;
}

function checkSetting(name: string, value: unknown, isNext: boolean): Issue[] {
  if (!Object.hasOwn(settings, name)) {
    if (isNext) return [];
    return [badConfig(`There is no setting 'config.api.${name}'.`, `use one of: ${Object.keys(settings).join(', ')}.`)];
  }
  const { expected, accepts } = settings[name as ApiSetting];
  if (value === undefined || accepts(value) || (isNext && isNextBodyParser(value))) return [];
  return [badConfig(`'config.api.${name}' has a value it cannot have.`, `make it ${expected}.`)];
}

function isNextBodyParser(value: unknown): boolean {
  return isRecord(value) && isNextSize(value['sizeLimit']);
}

/** What Next.js makes a limit of. */
function isNextSize(value: unknown): boolean {
  return isSize(value) || (typeof value === 'string' && bytes.parse(value) !== null);
}

function badConfig(message: string, help: string): Issue {
  return { code: 'FSR_BAD_CONFIG', message, help };
}

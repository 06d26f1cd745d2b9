import bytes from 'bytes';
import type { Problem } from './errors.js';
import { isRecord, kindOf } from './inspect-value.js';
import type { RouteConfig } from './types.js';

type ApiSetting = keyof NonNullable<RouteConfig['api']>;

const size = "a number of bytes or a text such as '500kb' or '4mb'";

const settings: Record<ApiSetting, { expected: string; accepts: (value: unknown) => boolean }> = {
  bodyParser: {
    expected: `true, false, or { sizeLimit: ${size} }`,
    accepts: (value) => isFlag(value) || isBodyParser(value),
  },
  responseLimit: { expected: `true, false, or ${size}`, accepts: (value) => isFlag(value) || isSize(value) },
  externalResolver: { expected: 'true or false', accepts: isFlag },
  rawBody: { expected: 'true or false', accepts: isFlag },
};

/** What is wrong with a route's `config` export. Settings outside of `api` are other tools' business. */
export function checkConfig(config: unknown): Omit<Problem, 'files'> | undefined {
  if (!isRecord(config)) {
    return badConfig(`'config' is ${kindOf(config)}, not an object.`, 'write `export const config = { api: { … } }`.');
  }
  if (config['runtime'] === 'edge' || config['runtime'] === 'experimental-edge') {
    return badConfig(
      'The route asks for the edge runtime, where a handler takes a Request and returns a Response.',
      'rewrite it as a Node handler, (req, res) => { … }, and remove `runtime`.',
    );
  }
  const { api } = config;
  if (api === undefined) return undefined;
  if (!isRecord(api)) {
    return badConfig(`'config.api' is ${kindOf(api)}, not an object.`, 'write `export const config = { api: { … } }`.');
  }
  for (const [name, value] of Object.entries(api)) {
    if (!Object.hasOwn(settings, name)) {
      return badConfig(`There is no setting 'config.api.${name}'.`, `use one of: ${Object.keys(settings).join(', ')}.`);
    }
    const setting = settings[name as ApiSetting];
    if (value !== undefined && !setting.accepts(value)) {
      return badConfig(`'config.api.${name}' has a value it cannot have.`, `make it ${setting.expected}.`);
    }
  }
  return undefined;
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isBodyParser(value: unknown): boolean {
  return isRecord(value) && (value['sizeLimit'] === undefined || isSize(value['sizeLimit']));
}

function isSize(value: unknown): boolean {
  return typeof value === 'string' ? bytes.parse(value) !== null : typeof value === 'number' && value >= 0;
}

function badConfig(message: string, help: string): Omit<Problem, 'files'> {
  return { code: 'FSR_BAD_CONFIG', message, help };
}

import { throwIfAny } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import { isRecord, kindOf } from '../../reporting/inspect-value.js';
import { isDevelopment } from '../../serving/is-development.js';
import { servedFolderOf, type ServedFolder } from '../../serving/route-folder.js';
import { parseHost } from './check-host.js';

/** A folder and where the app has mounted it. */
export interface MountedFolder {
  /** With a slash in front and none at its end, unless it is all: `/api`. */
  readonly mountPath: string;
  readonly folder: ServedFolder;
}

const example = "explorer({ '/api': routes }), where routes is what fsRoutes returned";

/**
 * Checks what `explorer` was called with; whatever is wrong comes in one error.
 *
 * @returns the folders in the order in which they were given
 * @throws {FsRoutesError} see `explorer`
 */
export function checkExplorerArguments(folders: unknown, options: unknown): MountedFolder[] {
  const problems = [...checkOptions(options)];
  const mounted: MountedFolder[] = [];
  const given = isRecord(folders) ? Object.entries(folders) : [];
  if (given.length === 0) problems.push(invalidCall('The explorer was given no folder.', `call it as ${example}.`));
  for (const [mountPath, router] of given) {
    const folder = servedFolderOf(router);
    if (!mountPath.startsWith('/')) problems.push(invalidMountPath(mountPath));
    if (!folder) problems.push(notARouter(mountPath));
    else mounted.push({ mountPath: mountPath.replace(/(?<=.)\/+$/, ''), folder });
  }
  throwIfAny(problems, undefined);
  return mounted;
}

function checkOptions(options: unknown): Problem[] {
  if (!isRecord(options)) return [invalidOption('The options of the explorer are not an object.')];
  const { allowInProduction = false, allowedHosts = [], ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return [invalidOption(`The explorer has no option '${unknown}'.`)];
  if (typeof allowInProduction !== 'boolean') return [invalidOption("'allowInProduction' is neither true nor false.")];
  const problems = checkAllowedHosts(allowedHosts);
  return allowInProduction || isDevelopment() ? problems : [...problems, productionProblem];
}

function checkAllowedHosts(hosts: unknown): Problem[] {
  const help =
    "pass hosts as they stand in a URL, without a port: { allowedHosts: ['dev.example.com', '192.168.1.5'] }.";
  if (!Array.isArray(hosts)) return [invalidOption("'allowedHosts' is not an array of hosts.", help)];
  const wrong = hosts.filter((host) => typeof host !== 'string' || parseHost(host)?.hasPort !== false) as unknown[];
  return wrong.map((one) => {
    const found = typeof one === 'string' ? `'${one}'` : kindOf(one);
    return invalidOption(`'allowedHosts' has ${found} where a host belongs.`, help);
  });
}

const productionProblem: Problem = {
  code: 'FSR_EXPLORER_IN_PRODUCTION',
  message: 'The explorer shows all routes to everyone who can reach it, and NODE_ENV is production.',
  help: "mount it only while developing, if (process.env.NODE_ENV !== 'production') app.use('/_routes', explorer(…)), or behind a guard of your own with { allowInProduction: true }.",
  files: [],
};

function invalidMountPath(mountPath: string): Problem {
  const help = `write the path as in app.use, with a slash in front: ${example}.`;
  return invalidCall(`'${mountPath}' is no mount path.`, help);
}

function notARouter(mountPath: string): Problem {
  const message = `What the explorer was given for '${mountPath}' is no Router of fsRoutes.`;
  return invalidCall(message, `pass the Router itself and no other that holds it: ${example}.`);
}

function invalidCall(message: string, help: string): Problem {
  return { code: 'FSR_BAD_EXPLORER', message, help, files: [] };
}

function invalidOption(
  message: string,
  help = 'pass { allowInProduction: true, allowedHosts: [] }, or nothing.',
): Problem {
  return { code: 'FSR_BAD_OPTION', message, help, files: [] };
}

import { throwIfAny } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import { isRecord, kindOf } from '../../reporting/inspect-value.js';
import { isDevelopment } from '../../serving/is-development.js';
import { servedFolderOf, type ServedFolder } from '../../serving/route-folder.js';
import { parseHost } from './check-host.js';

/** A route folder and its mount path. */
export interface MountedFolder {
  /** The mount path, such as `/api`. It starts with a slash, and does not end with one unless it is `/`. */
  readonly mountPath: string;
  readonly folder: ServedFolder;
}

const example = "explorer({ '/api': routes }), where routes is what fsRoutes returned";

/**
 * Checks the arguments of `explorer`, and throws one error with everything that is wrong.
 *
 * @returns the folders in the order of the argument
 * @throws {FsRoutesError} with the codes that `explorer` documents
 */
export function checkExplorerArguments(folders: unknown, options: unknown): MountedFolder[] {
  const problems = [...checkOptions(options)];
  const mounted: MountedFolder[] = [];
  const entries = isRecord(folders) ? Object.entries(folders) : [];
  if (entries.length === 0) problems.push(invalidCall('The explorer has no folder to show.', `call ${example}.`));
  for (const [mountPath, router] of entries) {
    const folder = servedFolderOf(router);
    if (!mountPath.startsWith('/')) problems.push(invalidMountPath(mountPath));
    if (!folder) problems.push(notARouter(mountPath));
    else mounted.push({ mountPath: mountPath.replace(/(?<=.)\/+$/, ''), folder });
  }
  throwIfAny(problems, undefined);
  return mounted;
}

function checkOptions(options: unknown): Problem[] {
  if (!isRecord(options)) return [invalidOption('The options of explorer() must be an object.')];
  const { allowInProduction = false, allowedHosts = [], ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return [invalidOption(`explorer() has no option '${unknown}'.`)];
  if (typeof allowInProduction !== 'boolean')
    return [invalidOption("The option 'allowInProduction' must be true or false.")];
  const problems = checkAllowedHosts(allowedHosts);
  return allowInProduction || isDevelopment() ? problems : [...problems, productionProblem];
}

function checkAllowedHosts(hosts: unknown): Problem[] {
  const help = "write hosts as in a URL, without a port: { allowedHosts: ['dev.example.com', '192.168.1.5'] }.";
  if (!Array.isArray(hosts)) return [invalidOption("The option 'allowedHosts' must be an array of hosts.", help)];
  const invalid = hosts.filter((host) => typeof host !== 'string' || parseHost(host)?.hasPort !== false) as unknown[];
  return invalid.map((host) => {
    const found = typeof host === 'string' ? `'${host}'` : kindOf(host);
    return invalidOption(`The option 'allowedHosts' has ${found}, which is not a host.`, help);
  });
}

const productionProblem: Problem = {
  code: 'FSR_EXPLORER_IN_PRODUCTION',
  message: 'The explorer shows all routes to everyone who can reach it, but NODE_ENV is production.',
  help: "mount it in development only: if (process.env.NODE_ENV !== 'production') app.use('/_routes', explorer(…)). Or mount it behind authentication of your own, with { allowInProduction: true }.",
  files: [],
};

function invalidMountPath(mountPath: string): Problem {
  const help = `write it as in app.use, with a slash at its start: ${example}.`;
  return invalidCall(`'${mountPath}' is not a mount path.`, help);
}

function notARouter(mountPath: string): Problem {
  const message = `The value for '${mountPath}' is not a Router of fsRoutes.`;
  return invalidCall(message, `pass the Router itself, not one that contains it: ${example}.`);
}

function invalidCall(message: string, help: string): Problem {
  return { code: 'FSR_BAD_EXPLORER', message, help, files: [] };
}

function invalidOption(
  message: string,
  help = 'pass { allowInProduction: true, allowedHosts: [] }, or leave the options out.',
): Problem {
  return { code: 'FSR_BAD_OPTION', message, help, files: [] };
}

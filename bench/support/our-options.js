import { createRequire } from 'node:module';
import path from 'node:path';

/** Whether this version of the package has the `tracing` option: it refuses options that it does not have. */
export function hasTracingOption(appFolder) {
  const { fsRoutes } = createRequire(path.join(appFolder, 'app.js'))('express-pages-api');
  try {
    fsRoutes(path.join(appFolder, 'there-is-no-such-folder'), { tracing: true });
  } catch (error) {
    return error.code !== 'FSR_BAD_OPTION';
  }
  return true;
}

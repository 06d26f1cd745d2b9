/**
 * Returns the call stack, with the caller first. Replaces `Error.prepareStackTrace`, which source maps or a tool may
 * have set, and restores it.
 */
export function callSites(): NodeJS.CallSite[] {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is never called here, only restored
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.prepareStackTrace = (_error, sites) => sites;
    Error.stackTraceLimit = Infinity;
    Error.captureStackTrace(holder, callSites);
    return holder.stack ?? [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Node keeps ten frames by default, which are all its own before the first one of a file that `require` runs. */
const stackDepth = 200;

/** Requires a file. What is thrown meanwhile has a stack that goes down to this function. */
export function requireWithDeepStack(require: (file: string) => unknown, file: string): unknown {
  const limit = Error.stackTraceLimit;
  if (!(limit > stackDepth)) setStackTraceLimit(stackDepth);
  try {
    return require(file);
  } finally {
    // Unless the file has set a limit itself.
    if (Error.stackTraceLimit === stackDepth) setStackTraceLimit(limit);
  }
}

/** Does nothing where `Error` is frozen, as by `node --frozen-intrinsics`: then stacks stay short. */
function setStackTraceLimit(limit: number): void {
  Reflect.set(Error, 'stackTraceLimit', limit);
}

/** Frames from here on are those of whoever wanted the file. */
const ownFrame = /^\s*at (?:\S+\.)?requireWithDeepStack .*/m;

/** Returns the part of a stack that is above `requireWithDeepStack`, or all of it where a minifier took the name away. */
export function stackAboveRequire(stack: unknown): string {
  // Where a tool sets `Error.prepareStackTrace`, a stack may be a list of call sites.
  const text: unknown = Array.isArray(stack) ? stack.map((site) => `    at ${String(site)}`).join('\n') : stack;
  return typeof text === 'string' ? text.split(ownFrame, 1)[0]! : '';
}

/**
 * Returns whether a file was running: whether one of a stack's frames is in it. A message does not count, which may
 * name files or quote another stack; nor does the place of a syntax error, which Node puts before the message.
 *
 * @param places what a frame may call the file: paths and URLs
 */
export function hasFrameIn(places: readonly string[], stack: unknown, message: string): boolean {
  const withoutMessage = message.includes('\n')
    ? stackAboveRequire(stack).replace(message, '')
    : stackAboveRequire(stack);
  const frames = withoutMessage.split('\n').filter((line) => /^\s*at /.test(line));
  return places.some((place) => {
    const literal = place.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // Loaders such as tsx add a query string.
    const pattern = new RegExp(`[ (]${literal}(?:\\?[^\\s)]*)?:\\d`);
    return frames.some((frame) => pattern.test(frame));
  });
}

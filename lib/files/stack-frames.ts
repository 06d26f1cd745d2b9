/** The number of frames that a stack keeps. Node's default is ten, which may all be in Node's own `require`. */
const stackDepth = 200;

/**
 * Requires a file. If it throws an error, the stack reaches down to this function.
 *
 * @param load a `require` function
 */
export function requireWithDeepStack(load: (file: string) => unknown, file: string): unknown {
  const restoreLimit = deepenStacks();
  try {
    return load(file);
  } catch (thrown) {
    removeOwnFrames(thrown);
    throw thrown;
  } finally {
    restoreLimit();
  }
}

/** Imports a file. If it throws an error, the stack reaches down to the file, below the frames of hooks. */
export async function importWithDeepStack(load: () => Promise<unknown>): Promise<unknown> {
  const restoreLimit = deepenStacks();
  try {
    return await load();
  } finally {
    restoreLimit();
  }
}

/** Makes stacks keep more frames. Returns a function that restores the limit, unless a loaded file has set its own. */
function deepenStacks(): () => void {
  const limit = Error.stackTraceLimit;
  if (!(limit > stackDepth)) setStackTraceLimit(stackDepth);
  return () => {
    if (Error.stackTraceLimit === stackDepth) setStackTraceLimit(limit);
  };
}

/** Removes the frames of this package, and of the code that called it, from the stack of a thrown error. */
function removeOwnFrames(thrown: unknown): void {
  try {
    const { stack } = thrown as { stack?: unknown };
    if (typeof stack === 'string' && ownFrame.test(stack))
      Object.assign(thrown as object, { stack: stackAboveRequire(stack).trimEnd() });
  } catch {
    // Any value can be thrown. A frozen error, and one whose properties throw, stay as they are.
  }
}

/** Sets the number of frames that a stack keeps. Does nothing if `Error` is frozen (`node --frozen-intrinsics`). */
function setStackTraceLimit(limit: number): void {
  Reflect.set(Error, 'stackTraceLimit', limit);
}

/** The pattern for the frame of `requireWithDeepStack`. The frames below it do not belong to the file. */
const ownFrame = /^\s*at (?:\S+\.)?requireWithDeepStack .*/m;

/** Returns the part of a stack above `requireWithDeepStack`, or the whole stack if a minifier removed that name. */
export function stackAboveRequire(stack: unknown): string {
  // If a tool sets `Error.prepareStackTrace`, a stack may be an array of call sites.
  const text: unknown = Array.isArray(stack) ? stack.map((site) => `    at ${String(site)}`).join('\n') : stack;
  const [above = ''] = typeof text === 'string' ? text.split(ownFrame, 1) : [];
  return above;
}

/**
 * Returns `true` if a stack has a frame in a file, that is, if the file was running. The message does not count,
 * because it may name files or quote another stack. Nor does the place of a syntax error, which Node puts before the
 * message.
 *
 * @param places the paths and URLs by which a frame may name the file
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

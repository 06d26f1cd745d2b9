import { describe, expect, it } from '@jest/globals';
import { requireWithDeepStack, stackAboveRequire, hasFrameIn } from '../../lib/files/stack-frames.js';

const posix = ['/app/api/a.js', 'file:///app/api/a.js'];
const windows = ['C:\\app\\api\\a.js', 'file:///C:/app/api/a.js'];
const odd = ['/app (1)/café #1/[...a].js', 'file:///app%20(1)/caf%C3%A9%20%231/[...a].js'];
const internal = '    at Module.require (node:internal/modules/cjs/loader:1674:12)';
const ownFrame = '    at requireWithDeepStack (/app/node_modules/express-pages-api/dist/index.cjs:9:12)';

/** Returns a stack as V8 writes it: `Error: …`, and the frames below. */
function stack(message: string, ...frames: string[]): string {
  return [`Error: ${message}`, ...frames].join('\n');
}

describe('a file was running', () => {
  it.each([
    ['CommonJS', posix, ['    at Object.<anonymous> (/app/api/a.js:1:7)']],
    ['an ES module', posix, ['    at file:///app/api/a.js:1:7']],
    ['after an await', posix, ['    at async file:///app/api/a.js:1:7']],
    ['a function of it', posix, ['    at async Object.connect [as default] (file:///app/api/a.js:10:7)']],
    ['without a column', posix, ['    at /app/api/a.js:1']],
    ['code that it evaluates', posix, ['    at eval (eval at <anonymous> (/app/api/a.js:1:1), <anonymous>:1:1)']],
    ['a version of it', posix, ['    at file:///app/api/a.js?version=2:1:7']],
    ['below another file', posix, ['    at connect (/app/db.js:1:7)', internal, '    at /app/api/a.js:1:7']],
    ['indented otherwise', posix, ['at /app/api/a.js:1:7']],
    ['on Windows', windows, ['    at Object.<anonymous> (C:\\app\\api\\a.js:1:7)']],
    ['on Windows, an ES module', windows, ['    at file:///C:/app/api/a.js:1:7']],
    ['with an odd name', odd, ['    at Object.<anonymous> (/app (1)/café #1/[...a].js:1:7)']],
    ['with an odd name, an ES module', odd, ['    at file:///app%20(1)/caf%C3%A9%20%231/[...a].js:1:7']],
  ])('when a frame is in it: %s', (_what, places, frames) => {
    expect(hasFrameIn(places, stack('x', internal, ...frames, internal, ownFrame), 'x')).toBe(true);
  });

  it('when the stack is a list of call sites', () => {
    const site = { toString: () => 'Object.<anonymous> (/app/api/a.js:1:7)' };
    expect(hasFrameIn(posix, [site], 'x')).toBe(true);
  });
});

describe('a file was not running', () => {
  const quoted = 'require() failed: Error: y\n    at /app/api/a.js:1:7\n    at /app/b.js:1:7';

  it.each([
    ['a message has its name', stack('cannot require /app/api/a.js: top-level await', internal, ownFrame)],
    ['a message has its name and a line', stack('cannot require /app/api/a.js:1:7', internal, ownFrame)],
    ['a message lists who required it', stack('x\nRequire stack:\n- /app/api/a.js:1\n', internal, ownFrame)],
    ['it does not parse', `/app/api/a.js:2\n  oops(\n  ^\n\n${stack('x', internal, ownFrame)}`],
    ['another file has a longer name', stack('x', '    at /app/api/a.js.js:1:7', '    at /b/app/api/a.js:1:7')],
    ['its name is not meant as a pattern', stack('x', '    at /app/api/aXjs:1:7')],
    ['a frame below the loader is in it', stack('x', internal, ownFrame, '    at /app/api/a.js:1:7')],
    ['there are no frames', 'Error: x'],
    ['there is no stack', undefined],
    ['the stack is something else', 7],
  ])('when %s', (_what, text) => {
    expect(hasFrameIn(posix, text, 'x')).toBe(false);
  });

  it('when a message quotes a stack', () => {
    expect(hasFrameIn(posix, stack(quoted, internal, ownFrame), quoted)).toBe(false);
  });
});

describe('a file that is required', () => {
  function throwBelow(depth: number): unknown {
    if (depth > 0) return throwBelow(depth - 1);
    throw new Error('x');
  }
  function load(depth: number): unknown {
    try {
      return requireWithDeepStack(() => throwBelow(depth), 'a.js');
    } catch (thrown) {
      return (thrown as Error).stack;
    }
  }

  it('throws errors with all of its frames, and without those of the code that required it', () => {
    const above = stackAboveRequire(load(50));
    expect(above.match(/throwBelow/g)).toHaveLength(51);
    expect(above).not.toMatch(/requireWithDeepStack|at load/);
  });

  it.each([0, 10, 1000])('leaves `Error.stackTraceLimit` at %d', (limit) => {
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = limit;
      load(1);
      expect(Error.stackTraceLimit).toBe(limit);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  it('may set its own `Error.stackTraceLimit`', () => {
    const { stackTraceLimit } = Error;
    try {
      requireWithDeepStack(() => (Error.stackTraceLimit = 7), 'a.js');
      expect(Error.stackTraceLimit).toBe(7);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  it('is loaded although the limit cannot be set, as with node --frozen-intrinsics', () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')!;
    Object.defineProperty(Error, 'stackTraceLimit', { ...before, writable: false });
    try {
      expect(requireWithDeepStack((file) => file, '/app/api/a.js')).toBe('/app/api/a.js');
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', before);
    }
  });
});

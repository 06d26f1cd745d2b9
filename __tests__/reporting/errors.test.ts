import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { FsRoutesError } from '../../lib/reporting/errors.js';
import type { Problem } from '../../lib/types/problem.js';

const duplicate: Problem = {
  code: 'FSR_DUPLICATE_ROUTE',
  message: 'These files answer the same URL.',
  help: 'keep one.',
  files: ['a.js', 'a/index.js'],
};
const brackets: Problem = { code: 'FSR_BAD_BRACKETS', message: "'[a' is odd.", help: 'rename it.', files: ['[a.js'] };

describe('FsRoutesError', () => {
  it('has a message that says what is wrong, in which folder and files, and how to fix it', () => {
    const error = new FsRoutesError([duplicate], { directory: '/srv/api' });
    expect(error.message).toBe(
      [
        'These files answer the same URL. [FSR_DUPLICATE_ROUTE] in /srv/api',
        '  file: a.js',
        '  file: a/index.js',
        '  fix:  keep one.',
      ].join('\n'),
    );
    expect(error).toMatchObject({
      name: 'FsRoutesError',
      code: 'FSR_DUPLICATE_ROUTE',
      file: 'a.js',
      help: 'keep one.',
    });
  });

  it('lists several problems, and has the code and files of the first', () => {
    const error = new FsRoutesError([brackets, duplicate], { directory: '/srv/api' });
    expect(error.message).toMatch(/^2 problems in \/srv\/api\n1\. '\[a' is odd\..*\n {5}file: \[a\.js/);
    expect(error.message).toContain('\n2. These files answer the same URL. [FSR_DUPLICATE_ROUTE]');
    expect(error).toMatchObject({ code: 'FSR_BAD_BRACKETS', files: ['[a.js'], problems: [brackets, duplicate] });
  });

  it('has the thrown error as its cause', () => {
    const cause = new SyntaxError('Unexpected token');
    const error = new FsRoutesError([{ ...brackets, cause }]);
    expect(error.cause).toBe(cause);
  });

  it('is printed without repeating its problems', () => {
    const printed = inspect(new FsRoutesError([brackets, duplicate], { directory: '/srv/api' }));
    expect(printed.split('FSR_DUPLICATE_ROUTE')).toHaveLength(2);
    expect(printed).toContain("code: 'FSR_BAD_BRACKETS'");
  });

  it('has a status only if a request caused it, and exposes its message if that is below 500', () => {
    expect(new FsRoutesError([brackets], { status: 400 })).toMatchObject({
      status: 400,
      statusCode: 400,
      expose: true,
    });
    expect(new FsRoutesError([brackets], { status: 500 })).toMatchObject({ status: 500, expose: false });
    expect(new FsRoutesError([brackets])).not.toHaveProperty('status');
  });
});

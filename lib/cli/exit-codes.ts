/** The exit codes of the program. They are documented in docs/cli.md and do not change. */
export const exitCodes = {
  /** All is well. */
  ok: 0,
  /** The answer is negative: there are problems, no file answers, or `init` has not made all changes. */
  negative: 1,
  /** The usage is wrong, for example an unknown option or a folder that does not exist. */
  usage: 2,
  /** The program itself failed. */
  failure: 3,
} as const;

/** What the program ends with. A documented promise: see docs/cli.md. */
export const exitCodes = {
  /** All is well. */
  ok: 0,
  /** The answer is no: problems were found, no file answers, nothing was done. */
  negative: 1,
  /** The command was called wrongly: an unknown option, a folder that is not there. */
  usage: 2,
  /** A failure of the program's own. */
  failure: 3,
} as const;

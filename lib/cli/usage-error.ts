/** An error in the usage of a command. The program ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    /** The correct way to call the command. */
    readonly help: string,
  ) {
    super(message);
  }
}

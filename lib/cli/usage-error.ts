/** A command that cannot be carried out as it was called: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** @param help how to call it instead */
  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

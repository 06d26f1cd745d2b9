/** An error whose message the client may read: known by `status` and `expose`, like those of Express itself. */
export function httpError(status: number, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { status, expose: true });
}

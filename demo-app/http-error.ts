/** Creates an error whose message clients may read. Like Express's own errors, it has `status` and `expose`. */
export function httpError(status: number, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { status, expose: true });
}

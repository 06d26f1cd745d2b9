/** Returns `true` unless `NODE_ENV` is `production`, as in Express. */
export function isDevelopment(): boolean {
  return process.env['NODE_ENV'] !== 'production';
}

/** Returns `true` unless `NODE_ENV` is `production`: as Node.js and Express have it. */
export function isDevelopment(): boolean {
  return process.env['NODE_ENV'] !== 'production';
}

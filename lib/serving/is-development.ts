/** Development is what is not production: Node.js and Express have it so. */
export function isDevelopment(): boolean {
  return process.env['NODE_ENV'] !== 'production';
}

/** Whether stacks are shown, too: `DEBUG=express-pages-api`, which has fsRoutes tell more as well. */
export function isDebugging(): boolean {
  return /(?:^|[\s,])(?:express-pages-api|\*)/.test(process.env['DEBUG'] ?? '');
}

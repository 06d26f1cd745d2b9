/**
 * What the benchmark uses of packages that `bench/package.json` installs at the first run: types must be there before.
 */
declare module 'autocannon' {
  export default function autocannon(options: {
    url: string;
    connections: number;
    /** The duration in seconds. */
    duration: number;
    requests: { path: string }[];
  }): Promise<{ '2xx': number; non2xx: number; errors: number; duration: number }>;
}

declare module 'node-file-router' {
  import type { NextFunction, Request, RequestHandler, Response } from 'express';

  export interface Adapter {
    getPathname(req: Request): string;
    getMethod(req: Request): string;
    defaultNotFoundHandler(req: Request, res: Response, next: NextFunction): void;
  }
  export function initFileRouter(options: { baseDir: string; adapter: Adapter }): Promise<RequestHandler>;
}

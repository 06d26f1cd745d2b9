import type { RequestListener } from 'node:http';

export function check(
  kind: string,
  app: RequestListener,
  userName?: string,
): Promise<{ readonly line: string; readonly wrong: readonly string[] }>;

export function checkAndExit(kind: string, app: RequestListener): Promise<void>;

import type { Plugin } from 'esbuild';

export function bundlePage(file: string): { readonly text: string; readonly inputs: readonly string[] };
export const htmlPages: Plugin;

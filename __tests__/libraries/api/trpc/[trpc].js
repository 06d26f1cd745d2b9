import { createNextApiHandler } from '@trpc/server/adapters/next';
import { appRouter, createContext } from '#shared/trpc.js';

export default createNextApiHandler({ router: appRouter, createContext });

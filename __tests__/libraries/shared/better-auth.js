import { betterAuth } from 'better-auth';

// Address and secret are BETTER_AUTH_URL and BETTER_AUTH_SECRET; without a database it keeps all in memory.
export const auth = betterAuth({
  basePath: '/api/better-auth',
  emailAndPassword: { enabled: true },
  // As in production; it counts by the address of the client.
  rateLimit: { enabled: true },
});

import { check, checkMatch, createBrowser } from './client.mjs';

export default async function betterAuth(base) {
  const browser = createBrowser(base);
  const call = (action, value = {}) => browser.postJson(`/api/better-auth/${action}`, value, { origin: base });
  const email = `ada${Date.now()}@example.com`;
  const session = async () => (await browser.get('/api/better-auth/get-session')).json ?? null;

  const signedUp = await call('sign-up/email', { name: 'Ada', email, password: 'correct horse' });
  check('sign-up', [signedUp.status, signedUp.json?.user?.email], [200, email]);
  const { user, session: stored } = await session();
  check('session', user.email, email);
  // By the `x-forwarded-for` that Next.js sets where no proxy did.
  checkMatch('address of the client', stored.ipAddress, /127\.0\.0\.1$/);
  check('sign-out', (await call('sign-out')).json, { success: true });
  check('session after sign-out', await session(), null);

  const signIn = (password) => call('sign-in/email', { email, password });
  const wrong = await signIn('wrong password');
  check('wrong password', [wrong.status, wrong.json?.code], [401, 'INVALID_EMAIL_OR_PASSWORD']);
  check('right password', (await signIn('correct horse')).status, 200);
  check('session after sign-in', (await session()).user.email, email);
  await signIn('wrong password');
  check('fourth sign-in within ten seconds', (await signIn('wrong password')).status, 429);
  check('no such action', (await browser.get('/api/better-auth/nothing')).status, 404);
}

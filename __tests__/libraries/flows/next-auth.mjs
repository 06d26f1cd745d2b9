import { check, checkMatch, createBrowser } from './client.mjs';

const signedIn = { name: 'Ada', email: 'ada@example.com', id: '1' };

export default async function nextAuth(base) {
  const browser = createBrowser(base);
  const { csrfToken } = (await browser.get('/api/auth/csrf')).json;
  const credentials = { csrfToken, username: 'ada', password: 'correct horse', callbackUrl: `${base}/`, json: 'true' };
  const signIn = (fields) => browser.postForm('/api/auth/callback/credentials', { ...credentials, ...fields });

  const page = await browser.get('/api/auth/signin');
  check('sign-in page', [page.status, page.headers.get('content-type')], [200, 'text/html']);
  checkMatch('form of the sign-in page', page.text, /name="csrfToken" value="[0-9a-f]{64}"/);
  const providers = await browser.get('/api/auth/providers');
  check('providers', providers.json.credentials.callbackUrl, `${base}/api/auth/callback/credentials`);

  const forged = await signIn({ csrfToken: 'forged' });
  check('sign-in with a forged token', forged.json, { url: `${base}/api/auth/signin?csrf=true` });
  const wrong = await signIn({ password: 'wrong' });
  check('wrong password', wrong.status, 401);
  checkMatch('wrong password', wrong.json.url, /error=CredentialsSignin/);
  check('session before sign-in', (await browser.get('/api/auth/session')).json, {});
  check('restricted before sign-in', (await browser.get('/api/restricted')).status, 401);

  const right = await signIn({});
  check('right password', [right.status, right.json], [200, { url: `${base}/` }]);
  check('session', (await browser.get('/api/auth/session')).json.user, signedIn);
  check('restricted', (await browser.get('/api/restricted')).json, { user: signedIn, subject: '1' });

  const signedOut = await browser.postForm('/api/auth/signout', { csrfToken, callbackUrl: `${base}/`, json: 'true' });
  check('sign-out', [signedOut.status, signedOut.json], [200, { url: `${base}/` }]);
  check('session after sign-out', (await browser.get('/api/auth/session')).json, {});

  // A form of a page without scripts is answered by a redirect.
  const form = await signIn({ json: 'false' });
  check('sign-in by a form', [form.status, form.headers.get('location')], [302, `${base}/`]);
  check('session after a form', (await browser.get('/api/auth/session')).json.user, signedIn);
}

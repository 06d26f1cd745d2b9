import { check, createBrowser } from './client.mjs';

const nobody = { username: '', isLoggedIn: false };
const ada = { username: 'Ada', isLoggedIn: true };

export default async function ironSession(base) {
  const browser = createBrowser(base);
  const user = async () => (await browser.get('/api/iron/user')).json;

  check('user before login', await user(), nobody);
  const login = await browser.postJson('/api/iron/login', { username: 'Ada' });
  check('login', [login.status, login.json], [200, ada]);
  check('user', await user(), ada);

  const sealed = browser.cookies.get('iron-session-example');
  browser.cookies.set('iron-session-example', sealed.replace(/[^*]{5}~/, 'xxxxx~'));
  check('user with a forged cookie', await user(), nobody);
  browser.cookies.set('iron-session-example', sealed);

  const logout = await browser.get('/api/iron/logout');
  check('logout', [logout.status, logout.headers.get('location')], [307, '/api/iron/user']);
  check('cookies after logout', browser.cookies.size, 0);
  check('user after logout', await user(), nobody);
}

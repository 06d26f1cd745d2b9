import { check, createBrowser } from './client.mjs';

export default async function passport(base) {
  const browser = createBrowser(base);
  const user = async () => (await browser.get('/api/passport/user')).json;
  const login = (password) => browser.postJson('/api/passport/login', { username: 'ada', password });

  check('user before login', await user(), { user: null });
  check('wrong password', (await login('wrong')).status, 401);
  check('right password', (await login('correct horse')).json, { user: 'ada' });
  check('user', await user(), { user: 'ada' });
  const logout = await browser.send('POST', '/api/passport/logout');
  check('logout', [logout.status, logout.headers.get('location')], [303, '/api/passport/user']);
  check('user after logout', await user(), { user: null });
}

import { createRouter, expressWrapper } from 'next-connect';
import { passport, sessions } from '#shared/passport.js';

const router = createRouter();

router
  .use(expressWrapper(sessions))
  .use(expressWrapper(passport.initialize()))
  .use(expressWrapper(passport.session()))
  .post('/api/passport/login', expressWrapper(passport.authenticate('local')), (req, res) => {
    res.json({ user: req.user.id });
  })
  .get('/api/passport/user', (req, res) => {
    res.json({ user: req.user?.id ?? null });
  })
  .post('/api/passport/logout', async (req, res) => {
    await new Promise((resolve, reject) => req.logout((error) => (error ? reject(error) : resolve())));
    res.redirect(303, '/api/passport/user');
  });

export default router.handler();

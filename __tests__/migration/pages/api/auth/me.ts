import { withUser } from '@/lib/session';

export default withUser((req, res, user) => res.json({ user, theme: req.cookies.theme }));

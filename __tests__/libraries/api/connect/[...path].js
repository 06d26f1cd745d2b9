import { createRouter } from 'next-connect';

// Patterns match the whole path, `/api` included. What matches none gets next-connect's own 404.
const router = createRouter();

router.get('/api/connect/teams/:team/members', (req, res) => {
  res.json({ team: req.params.team, path: req.query.path });
});

export default router.handler();

/** Copied into the project: see project.js. */
import express from 'express';
import { fsRoutes } from 'express-pages-api';

const app = express();
const router = fsRoutes('./api', { watch: process.env.WATCH !== 'off' });
await router.ready;
app.use('/api', router);
app.use((_req, res) => res.status(404).send('none'));
app.use((error, _req, res, _next) => res.status(error.status ?? 500).send(error.message));
const server = app.listen(0, () => process.send(server.address().port));

process.on('message', (question) => {
  if (question === 'processor') return process.send(process.cpuUsage());
  for (let times = 0; times < 3; times += 1) globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ heapUsed, rss });
});

import type { ApiHandler } from 'express-pages-api';

const fails: ApiHandler = async () => {
  await Promise.resolve();
  throw new Error('out of order');
};

export default [fails];

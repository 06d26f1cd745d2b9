import type { ApiHandler } from 'express-pages-api';
import { httpError } from '../http-error.js';

/** One handler for every method, in the way of Next.js. */
const answerMethod: ApiHandler = (req, res) => {
  switch (req.method) {
    case 'GET':
    case 'HEAD':
      return res.json({ method: 'GET', meaning: 'read' });
    case 'POST':
      return res.status(201).json({ method: 'POST', meaning: 'create' });
    case 'PUT':
      return res.json({ method: 'PUT', meaning: 'replace' });
    case 'DELETE':
      return res.status(204).end();
    default:
      res.set('Allow', 'GET, HEAD, POST, PUT, DELETE');
      throw httpError(405, `${req.method} is not answered here.`);
  }
};

export default answerMethod;

import type { ApiHandler } from 'express-pages-api';
import { httpError } from '../http-error.js';

/** Handles every method in one function, as route files of Next.js do. */
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
      throw httpError(405, `${req.method} is not allowed here.`);
  }
};

export default answerMethod;

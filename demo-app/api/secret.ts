import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../allow-methods.js';
import { fetchQuote } from '../fetch-quote.js';
import { servicesOf } from '../services.js';

/** Sends a quote from an external service. The address of the service and the key for it stay on the server. */
const show: ApiHandler = async (req, res) => {
  res.json(await fetchQuote(servicesOf(req).quotes));
};

export default [allowMethods('GET'), show];

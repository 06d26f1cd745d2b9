import { proxyMiddleware } from '#shared/proxy.js';

export default function handler(req, res) {
  proxyMiddleware(req, res, (result) => {
    if (result instanceof Error) {
      throw result;
    }
  });
}

export const config = {
  api: {
    externalResolver: true,
    bodyParser: false,
  },
};

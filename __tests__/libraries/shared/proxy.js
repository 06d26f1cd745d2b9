import { createProxyMiddleware } from 'http-proxy-middleware';

// singleton
export const proxyMiddleware = createProxyMiddleware({
  target: process.env.PROXY_TARGET,
  changeOrigin: true,
  pathRewrite: {
    '^/api/proxy': '/upstream',
  },
});

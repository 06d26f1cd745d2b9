const names = [
  'set',
  'get',
  'header',
  'type',
  'contentType',
  'cookie',
  'clearCookie',
  'sendFile',
  'sendStatus',
  'render',
  'locals',
  'app',
  'append',
  'vary',
  'links',
  'jsonp',
  'format',
  'attachment',
  'location',
  'download',
];

/** Express helpers: Next has none; here they may be there. */
export default function handler(req, res) {
  res.json(Object.fromEntries(names.map((name) => [name, typeof res[name]])));
}

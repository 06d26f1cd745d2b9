const names = [
  'query',
  'cookies',
  'body',
  'preview',
  'previewData',
  'draftMode',
  'env',
  'url',
  'method',
  'headers',
  'httpVersion',
  'complete',
  'socket',
  'rawHeaders',
  'trailers',
  'params',
  'nextUrl',
  'page',
  'geo',
  'locale',
  'signal',
];

/** What kind of property each name is, before anything was read from it. */
export default function handler(req, res) {
  const told = {};
  for (const name of names) {
    const found = Object.getOwnPropertyDescriptor(req, name);
    told[name] = {
      in: name in req,
      own: found && {
        accessor: 'get' in found,
        writable: found.writable,
        enumerable: found.enumerable,
        configurable: found.configurable,
      },
      type: typeof req[name],
      after: Object.getOwnPropertyDescriptor(req, name)?.writable,
    };
  }
  res.status(200).json(told);
}

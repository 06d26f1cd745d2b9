export default function handler(req, res) {
  const { what } = req.query;
  if (what === 'unread') {
    req.cookies = { mine: '1' };
    req.preview = 'mine';
    req.previewData = 'mine';
    req.draftMode = 'mine';
  } else if (what === 'read') {
    void [req.cookies, req.preview, req.draftMode];
    req.cookies = { mine: '2' };
    req.preview = 'second';
    req.draftMode = 'second';
  } else if (what === 'deleted') {
    for (const name of ['query', 'cookies', 'preview', 'previewData', 'draftMode', 'body']) delete req[name];
  } else if (what === 'property') {
    req.cookies.added = 'yes';
    req.query.added = 'yes';
    req.user = { id: 1 };
    delete req.query.what;
  } else if (what === 'url') {
    req.url = '/changed';
    req.method = 'CHANGED';
    req.body = { changed: true };
  }
  const { query, cookies, preview, previewData, draftMode, body, user, url, method } = req;
  res.json({ query, cookies, preview, previewData, draftMode, body, user, url, method });
}

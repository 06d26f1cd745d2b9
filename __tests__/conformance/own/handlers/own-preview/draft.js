export default function handler(req, res) {
  const { v } = req.query;
  if (v === 'enable') res.setDraftMode({ enable: true });
  if (v === 'disable') res.setDraftMode({ enable: false });
  if (v === 'default') res.setDraftMode();
  if (v === 'clear') res.clearPreviewData();
  if (v === 'clear-path') res.clearPreviewData({ path: '/p' });
  if (v === 'clear-twice') res.clearPreviewData().clearPreviewData();
  if (v === 'set-options') res.setPreviewData({}, { maxAge: 60, path: '/p' });
  if (v === 'set-large') res.setPreviewData({ text: 'x'.repeat(3000) });
  if (v === 'kept') {
    res.setHeader('Set-Cookie', 'mine=1');
    res.setDraftMode({ enable: true });
  }
  res.json({ preview: req.preview, draftMode: req.draftMode, data: req.previewData });
}

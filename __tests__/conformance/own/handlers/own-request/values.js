export default function handler(req, res) {
  const { url, method, httpVersion, preview, previewData, draftMode, body } = req;
  res.json({
    url,
    method,
    httpVersion,
    preview,
    previewData,
    draftMode,
    body,
    bodyType: typeof body,
    hasPreview: 'preview' in req,
    resReq: res.req === req,
    server: typeof res.socket?.server?.listen,
    remoteAddress: typeof req.socket.remoteAddress,
  });
}

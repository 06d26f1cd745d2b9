export const config = { api: { externalResolver: true, responseLimit: false } };

export default function handler(req, res) {
  setTimeout(() => res.end('external'), 10);
}

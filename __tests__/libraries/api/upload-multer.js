import multer from 'multer';
import { describeBuffer } from '#shared/describe-file.js';

export const config = {
  api: {
    bodyParser: false,
  },
};

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1024 * 1024 } });

// Helper method to wait for a middleware to execute before continuing
// And to throw an error when an error happens in a middleware
function runMiddleware(req, res, fn) {
  return new Promise((resolve, reject) => {
    fn(req, res, (result) => (result instanceof Error ? reject(result) : resolve(result)));
  });
}

export default async function handler(req, res) {
  try {
    await runMiddleware(req, res, upload.single('file'));
  } catch (error) {
    res.status(413).json({ error: error.code });
    return;
  }
  res.status(200).json({ fields: req.body, file: describeBuffer(req.file.originalname, req.file.buffer) });
}

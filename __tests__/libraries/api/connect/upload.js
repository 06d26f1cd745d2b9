import multer from 'multer';
import { createRouter, expressWrapper } from 'next-connect';
import { describeBuffer } from '#shared/describe-file.js';

const upload = multer({ storage: multer.memoryStorage() });
const router = createRouter();

router.use(expressWrapper(upload.array('files'))).post((req, res) => {
  res.json({ title: req.body.title, files: req.files.map((file) => describeBuffer(file.originalname, file.buffer)) });
});

export default router.handler();

export const config = { api: { bodyParser: false } };

import { readFile, rm } from 'node:fs/promises';
import formidable from 'formidable';
import { describeBuffer } from '#shared/describe-file.js';

export const config = {
  api: {
    bodyParser: false,
  },
};

export default async function handler(req, res) {
  const form = formidable({});
  const [fields, files] = await form.parse(req);
  const [file] = files.file;
  const described = describeBuffer(file.originalFilename, await readFile(file.filepath));
  await rm(file.filepath);
  res.status(200).json({ fields, file: described });
}

import type { ApiHandler } from 'express-pages-api';
import { allowMethods } from '../../allow-methods.js';
import { findDocument, type Document } from '../../documents.js';
import { httpError } from '../../http-error.js';

const show: ApiHandler<'/docs/[...path]'> = (req, res) => {
  const { path } = req.query;
  const trail = findDocument(path);
  const document = trail?.at(-1);
  if (!trail || !document) throw httpError(404, `There is no document ${path.join(' / ')}.`);

  const link = ({ title }: Document, slugs: string[]) => ({ title, href: `${req.baseUrl}/docs/${slugs.join('/')}` });
  res.json({
    title: document.title,
    text: document.text,
    breadcrumbs: trail.map((step, index) => link(step, path.slice(0, index + 1))),
    children: document.children?.map((child) => link(child, [...path, child.slug])) ?? [],
  });
};

export default [allowMethods('GET'), show];

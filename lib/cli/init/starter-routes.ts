import path from 'node:path';

/** How a file is loaded and written: TypeScript, or JavaScript with `export` or `module.exports`. */
export type Language = 'typescript' | 'esm' | 'commonjs';

/** The first route files, by their names in the route folder, in the usual style. */
export function firstRoutes(language: Language, extension: string): readonly (readonly [file: string, code: string])[] {
  return [
    [`hello${extension}`, routeFile(language, '/api/hello', "hello: req.query.name ?? 'world'")],
    [
      `posts/[pid]${extension}`,
      routeFile(language, '/api/posts/1, with any value for 1', 'post: req.query.pid', '/posts/[pid]'),
    ],
  ];
}

/** The ending of route files beside a file: `.js` beside `bin/www`. */
export function extensionBeside(file: string): string {
  return /^\.[cm]?[jt]s$/.exec(path.extname(file))?.[0] ?? '.js';
}

function routeFile(language: Language, answersAt: string, answer: string, typedPath = ''): string {
  const comment = `// Answers at ${answersAt}.\n`;
  if (language === 'typescript') {
    const type = typedPath === '' ? 'ApiHandler' : `ApiHandler<'${typedPath}'>`;
    return `import type { ApiHandler } from 'express-pages-api';

${comment}const handler: ${type} = (req, res) => {
  res.json({ ${answer.replace('query.name', "query['name']")} });
};

export default handler;
`;
  }
  const start = language === 'esm' ? 'export default ' : 'module.exports = ';
  return `${comment}${start}function handler(req, res) {
  res.json({ ${answer} });
}${language === 'esm' ? '' : ';'}
`;
}

import path from 'node:path';

/** The language of a file: TypeScript, JavaScript with `export`, or JavaScript with `module.exports`. */
export type Language = 'typescript' | 'esm' | 'commonjs';

/** Returns the first route files: their names, relative to the route folder, and code for `applyStyle`. */
export function starterRoutes(
  language: Language,
  extension: string,
): readonly (readonly [file: string, code: string])[] {
  return [
    [`hello${extension}`, renderRouteFile(language, '/api/hello', "hello: req.query.name ?? 'world'")],
    [
      `posts/[pid]${extension}`,
      renderRouteFile(language, '/api/posts/1, with any value for 1', 'post: req.query.pid', '/posts/[pid]'),
    ],
  ];
}

/** Returns the extension for route files next to a file: its own, or `.js` next to files such as `bin/www`. */
export function routeExtension(file: string): string {
  return /^\.[cm]?[jt]s$/.exec(path.extname(file))?.[0] ?? '.js';
}

function renderRouteFile(language: Language, url: string, responseBody: string, routePath = ''): string {
  const comment = `// Answers at ${url}.\n`;
  if (language === 'typescript') {
    const type = routePath === '' ? 'ApiHandler' : `ApiHandler<'${routePath}'>`;
    return `import type { ApiHandler } from 'express-pages-api';

${comment}const handler: ${type} = (req, res) => {
  res.json({ ${responseBody.replace('query.name', "query['name']")} });
};

export default handler;
`;
  }
  const prefix = language === 'esm' ? 'export default ' : 'module.exports = ';
  return `${comment}${prefix}function handler(req, res) {
  res.json({ ${responseBody} });
}${language === 'esm' ? '' : ';'}
`;
}

/** A URL as in `req.url`, with another pathname and the query string that it has. */
export function replacePathname(url: string, pathname: string): string {
  const query = url.indexOf('?');
  return query === -1 ? pathname : pathname + url.slice(query);
}

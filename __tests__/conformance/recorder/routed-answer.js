/** A route file that tells its own name and the query that it was given. */
export function tellingRoute(file) {
  if (file.endsWith('.d.ts')) return 'export {};\n';
  return [
    'export default function handler(req, res) {',
    `  res.setHeader('x-file', ${JSON.stringify(encodeURIComponent(file))});`,
    '  res.status(200).json(req.query);',
    '}\n',
  ].join('\n');
}

/** What the given routing recordings keep of an answer; `prefix` is where the recorder had put the tree. */
export function routedAnswer({ failed, status, headers, body }, prefix) {
  if (failed !== undefined) return { failed };
  if (headers.location !== undefined) return { status, location: withoutPrefix(headers.location, prefix) };
  const answer = { status };
  if (headers['content-type'] !== undefined) answer.type = headers['content-type'];
  if (headers['x-file'] !== undefined) answer.file = decodeURIComponent(headers['x-file']);
  if (headers['content-type']?.startsWith('application/json') && body.length > 0) answer.query = JSON.parse(body);
  return answer;
}

function withoutPrefix(location, prefix) {
  return location.startsWith(`/api${prefix}`) ? `/api${location.slice(4 + prefix.length)}` : location;
}

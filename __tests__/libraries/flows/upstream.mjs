import { createServer } from 'node:http';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The server behind the proxy: says what it was asked, or streams. */
async function answer(req, res) {
  if (req.url === '/upstream/stream') {
    res.writeHead(200, { 'content-type': 'text/plain' });
    for (const part of ['first ', 'second ', 'third']) {
      res.write(part);
      await pause(250);
    }
    res.end();
    return;
  }
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  res.writeHead(201, { 'content-type': 'application/json', 'x-upstream': 'yes', 'set-cookie': ['a=1', 'b=2'] });
  res.end(JSON.stringify({ method: req.method, url: req.url, type: req.headers['content-type'], body }));
}

export async function startUpstream(port = 0) {
  const server = createServer((req, res) => void answer(req, res));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

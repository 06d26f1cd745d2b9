import http from 'node:http';

/** Next leaves some requests without an answer: a recording says so. */
const patience = 1_500;

/** Sends the path as it is written, without any normalisation, on a connection of its own. */
export function ask(port, { method, path, headers = {}, body, bodyRepeat }) {
  const bytes = bodyBytes(body, bodyRepeat);
  const sent = { ...length(bytes, headers), ...headers };
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers: sent, agent: false });
    const timer = setTimeout(() => request.destroy(new Error('timeout')), patience);
    const settle = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.once('response', (response) => {
      // What is wrong with the answer from here on shows in its body: too long, too short, cut off.
      request.removeAllListeners('error').on('error', () => response.destroy());
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', () => {});
      response.once('close', () => settle(heard(response, Buffer.concat(chunks))));
    });
    request.once('information', ({ statusCode }) => settle({ failed: `only the interim answer ${statusCode}` }));
    request.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      settle({ failed: `upgraded with ${statusCode}` });
    });
    request.on('error', (error) => settle({ failed: error.message === 'timeout' ? 'timeout' : error.code }));
    request.end(bytes);
  });
}

function bodyBytes(body, bodyRepeat) {
  if (bodyRepeat !== undefined) return Buffer.from(bodyRepeat[0].repeat(bodyRepeat[1]));
  return body === undefined ? undefined : Buffer.from(body, 'base64');
}

function length(bytes, headers) {
  const chunked = Object.keys(headers).some((name) => name.toLowerCase() === 'transfer-encoding');
  return bytes === undefined || chunked ? {} : { 'content-length': bytes.length };
}

function heard({ statusCode, statusMessage, headers, rawHeaders, complete }, body) {
  return { status: statusCode, message: statusMessage, headers, rawHeaders, body, complete };
}

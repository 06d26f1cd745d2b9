import { once } from 'node:events';
import http from 'node:http';

/** A route that streams events, and one that sends the next of them. */
export const eventFiles = {
  'api/events.js': `export default (req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  globalThis.send = (text) => res.write('data: ' + text + '\\n\\n');
  globalThis.send('first');
};
`,
  'api/send.js': 'export default (req, res) => { globalThis.send(req.query.text); res.json(null); };\n',
};

/** Opens a stream of events, to be asked later whether it is alive. */
export async function openEvents(project) {
  const agent = new http.Agent();
  const request = http.get({ port: project.port, path: '/api/events', agent });
  const [response] = await once(request, 'response');
  let received = '';
  response.setEncoding('utf8').on('data', (text) => (received += text));
  return {
    async isAlive(text) {
      await project.get(`/api/send?text=${text}`);
      for (let times = 0; times < 100 && !received.includes(`data: ${text}\n`); times += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return received.startsWith('data: first\n') && received.includes(`data: ${text}\n`);
    },
    close: () => agent.destroy(),
  };
}

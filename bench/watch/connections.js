/** @import { Project } from './project.js' */
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../support/wait-for.js';

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

/**
 * Opens a stream of events.
 *
 * @param {Project} project
 */
export async function openEvents(project) {
  const agent = new http.Agent();
  const request = http.get({ port: project.port, path: '/api/events', agent });
  const response = /** @type {http.IncomingMessage} */ (await waitFor(request, 'response'));
  let received = '';
  response.setEncoding('utf8').on('data', (/** @type {string} */ text) => (received += text));
  return {
    /**
     * Sends an event, and checks if it arrives over the same connection as the first.
     *
     * @param {string} text
     */
    async isAlive(text) {
      await project.get(`/api/send?text=${text}`);
      for (let times = 0; times < 100 && !received.includes(`data: ${text}\n`); times += 1) await pause(10);
      return received.startsWith('data: first\n') && received.includes(`data: ${text}\n`);
    },
    close: () => agent.destroy(),
  };
}

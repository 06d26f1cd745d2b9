import { io } from 'socket.io-client';
import { check, createBrowser } from './client.mjs';

export default async function socketIo(base) {
  // As a page does: the first request to the route starts the socket server.
  check('first request', (await createBrowser(base).get('/api/socket')).status, 200);
  for (const transport of ['websocket', 'polling']) {
    check(`echo by ${transport}`, await echo(base, transport), `echo hello by ${transport}`);
  }
}

async function echo(base, transport) {
  const socket = io(base, {
    path: '/api/socket_io',
    addTrailingSlash: false,
    transports: [transport],
    forceNew: true,
    reconnection: false,
  });
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return await socket.timeout(3000).emitWithAck('echo', 'hello');
  } catch (error) {
    throw new Error(`${transport}: ${error.message}`, { cause: error });
  } finally {
    socket.close();
  }
}

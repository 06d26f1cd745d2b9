import { Server } from 'socket.io';

export default function handler(req, res) {
  if (!res.socket.server.io) {
    // Not the path of this route: Next.js ends an upgrade to a path that it serves itself.
    const io = new Server(res.socket.server, { path: '/api/socket_io', addTrailingSlash: false });
    io.on('connection', (socket) => {
      socket.on('echo', (text, reply) => reply(`echo ${text} by ${socket.conn.transport.name}`));
    });
    res.socket.server.io = io;
  }
  res.end();
}

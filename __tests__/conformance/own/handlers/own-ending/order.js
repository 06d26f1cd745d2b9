import { Readable } from 'node:stream';

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const orders = {
  'send-twice': (res) => {
    res.send('first');
    res.send('second');
  },
  'json-twice': (res) => {
    res.json({ n: 1 });
    res.json({ n: 2 });
  },
  'send-after-end': (res) => {
    res.end('ended');
    res.send('sent');
  },
  'end-twice': (res) => {
    res.end('first');
    res.end('second');
  },
  'end-nothing': (res) => {
    res.end();
  },
  'end-undefined': (res) => {
    res.end(undefined);
  },
  'end-null': (res) => {
    res.end(null);
  },
  'end-empty': (res) => {
    res.end('');
  },
  'end-text': (res) => {
    res.end('text');
  },
  'end-buffer': (res) => {
    res.end(Buffer.from([1, 255]));
  },
  'end-typed': (res) => {
    res.end(new Uint8Array([65, 66]));
  },
  'end-encoding': (res) => {
    res.end('aGk=', 'base64');
  },
  'end-callback': (res) => {
    res.end(() => {});
  },
  'end-text-callback': (res) => {
    res.end('text', () => {});
  },
  'end-number': (res) => {
    res.end(5);
  },
  'end-object': (res) => {
    res.end({ a: 1 });
  },
  'write-number': (res) => {
    res.write(5);
    res.end();
  },
  'write-null': (res) => {
    res.write(null);
    res.end();
  },
  'write-empty': (res) => {
    res.write('');
    res.end();
  },
  'write-typed': (res) => {
    res.write(new Uint8Array([65]));
    res.end('b');
  },
  'write-encoding': (res) => {
    res.write('e9', 'hex');
    res.end();
  },
  'write-end': (res) => {
    res.write('a');
    res.end('b');
  },
  'write-send': (res) => {
    res.write('a');
    res.send('b');
  },
  'write-json': (res) => {
    res.write('a');
    res.json({ b: 1 });
  },
  'write-status': (res) => {
    res.write('a');
    res.status(404);
    res.end('b');
  },
  'write-header': (res) => {
    res.write('a');
    res.setHeader('x', '1');
  },
  'write-header-end': (res) => {
    res.write('a');
    res.setHeader('x', '1').setHeader('y', '2');
    res.end('b');
  },
  'write-remove-header': (res) => {
    res.write('a');
    res.removeHeader('x');
  },
  'write-append-header': (res) => {
    res.write('a');
    res.appendHeader('x', '1');
  },
  'ended-header': (res) => {
    res.end('a');
    res.setHeader('x', '1');
  },
  'ended-redirect': (res) => {
    res.end('a');
    res.redirect('/x');
  },
  'head-json': (res) => {
    res.writeHead(202, { 'Content-Type': 'text/plain' });
    res.json({ a: 1 });
  },
  'head-twice': (res) => {
    res.writeHead(200);
    res.writeHead(201);
  },
  'head-send': (res) => {
    res.writeHead(202, { 'x-head': '1' });
    res.send('body');
  },
  'head-message': (res) => {
    res.writeHead(202, 'Mine', { 'x-head': '1' });
    res.end('body');
  },
  'head-array': (res) => {
    res.writeHead(200, ['x-a', '1', 'x-a', '2']);
    res.end();
  },
  'length-short': (res) => {
    res.setHeader('Content-Length', '2');
    res.end('abcd');
  },
  late: async (res) => {
    setTimeout(() => res.json({ late: true }), 30);
  },
  'late-awaited': async (res) => {
    await later(20);
    res.json({ awaited: true });
  },
  nothing: () => {},
  'return-value': (res) => {
    res.json({ a: 1 });
    return { ignored: true };
  },
  'return-response': (res) => {
    res.json({ a: 1 });
    return new Response('ignored');
  },
  'only-response': () => new Response('never sent'),
  thenable: (res) => ({
    then(done) {
      res.end('from thenable');
      done();
    },
  }),
  piped: (res) => {
    Readable.from(['a', 'b']).pipe(res);
  },
  'piped-type': (res) => {
    res.setHeader('Content-Type', 'text/plain');
    Readable.from(['a', 'b']).pipe(res);
  },
  sse: async (res) => {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
    });
    res.write('data: 1\n\n');
    res.flush?.();
    await later(10);
    res.end('data: 2\n\n');
  },
  trailers: (res) => {
    res.writeHead(200, { Trailer: 'x-sum' });
    res.write('a');
    res.addTrailers({ 'x-sum': '1' });
    res.end();
  },
  destroyed: (res) => {
    res.destroy();
  },
  'written-destroyed': async (res) => {
    res.write('part');
    await later(20);
    res.destroy();
  },
};

export default function handler(req, res) {
  return orders[req.query.v](res);
}

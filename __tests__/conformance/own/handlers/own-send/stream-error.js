import { Readable } from 'node:stream';

export default function handler(req, res) {
  const stream = Readable.from(
    (function* () {
      yield 'first';
      throw new Error('broken');
    })(),
  );
  stream.on('error', () => res.end(' then ended'));
  res.send(stream);
}

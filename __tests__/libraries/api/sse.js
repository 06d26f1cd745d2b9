const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default async function handler(req, res) {
  res.setHeader('Content-Type', 'text/event-stream;charset=utf-8');
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('X-Accel-Buffering', 'no');

  for (const count of [1, 2, 3]) {
    res.write(`data: ${JSON.stringify({ count })}\n\n`);
    res.flush();
    await pause(300);
  }
  res.end();
}

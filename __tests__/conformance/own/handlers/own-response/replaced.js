/** `json` goes through whatever `res.send` is; `send` through whatever `res.end` is. */
export default function handler(req, res) {
  const { send, end } = res;
  if (req.query.v === 'send') res.send = (data) => send(`[sent ${data}]`);
  if (req.query.v === 'end')
    res.end = (data, ...rest) => {
      res.removeHeader('content-length');
      return end(data === undefined ? data : `<${data}>`, ...rest);
    };
  if (req.query.v === 'status') res.status = () => ({ json: (data) => send({ wrapped: data }) });
  res.status(200).json({ a: 1 });
}

export default function handler(req, res) {
  const { v } = req.query;
  if (v === 'end') return res.redirect('/x').end();
  if (v === 'send') {
    res.redirect('/x');
    res.send('more');
    return;
  }
  if (v === 'twice') {
    res.redirect('/x');
    res.redirect('/y');
    return;
  }
  if (v === 'throw') {
    res.redirect('/x');
    throw new Error('after');
  }
  if (v === 'write-head') {
    res.writeHead(302, { Location: '/raw' });
    res.end();
    return;
  }
  if (v === 'written') {
    res.write('before ');
    res.redirect('/x');
  }
}

const codes = {
  text: '404',
  word: 'abc',
  undefined: undefined,
  null: null,
  zero: 0,
  small: 99,
  large: 1000,
  max: 999,
  fraction: 201.9,
  negative: -200,
  nan: NaN,
  object: {},
  true: true,
  299: 299,
  600: 600,
};

export default function handler(req, res) {
  res.status(codes[req.query.s]).json({ code: String(res.statusCode), type: typeof res.statusCode });
}

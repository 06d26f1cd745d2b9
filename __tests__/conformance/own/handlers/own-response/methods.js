const names = [
  'status',
  'send',
  'json',
  'redirect',
  'setPreviewData',
  'clearPreviewData',
  'setDraftMode',
  'revalidate',
  'unstable_revalidate',
  'flush',
  'write',
  'end',
  'writeHead',
  'setHeader',
];

export default function handler(req, res) {
  const told = names.map((name) => [name, `${typeof res[name]} ${Object.hasOwn(res, name) ? 'own' : ''}`.trim()]);
  const lengths = ['status', 'send', 'json', 'redirect', 'revalidate'].map((name) => [name, res[name].length]);
  const enumerable = ['status', 'send', 'json', 'redirect'].every(
    (name) => Object.getOwnPropertyDescriptor(res, name).enumerable,
  );
  res.status(200).json({ methods: Object.fromEntries(told), lengths: Object.fromEntries(lengths), enumerable });
}

const paths = { missing: '/nope', api: '/api/own-preview/draft', relative: 'nope', none: undefined };

export default async function handler(req, res) {
  try {
    const told = await res.revalidate(paths[req.query.v]);
    res.json({ told });
  } catch (error) {
    res.status(200).json({ message: error.message });
  }
}

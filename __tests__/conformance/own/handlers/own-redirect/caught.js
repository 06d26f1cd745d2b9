export default function handler(req, res) {
  try {
    res.redirect(302);
  } catch (error) {
    res.status(400).json({ name: error.name, message: error.message });
  }
}

export default class Handler {
  constructor(req, res) {
    res?.json({ form: 'class' });
  }
}

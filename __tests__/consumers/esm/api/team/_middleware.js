export default function middleware(req, res, next) {
  res.locals.by = req.query.id;
  next();
}

/** What somebody without this package would write: the same handlers at the same paths, in the same order. */
module.exports = function writtenByHand(express, routes) {
  const router = express.Router();
  const isExpress4 = 'query' in express;
  for (const { expressPath, absolutePath } of routes) {
    const handlers = [require(absolutePath)].flat();
    // Express 4 lets a rejection end the process: whoever writes an async handler there, wraps it.
    router.all(expressPath, ...(isExpress4 ? handlers.map(caught) : handlers));
  }
  return router;
};

function caught(handler) {
  if (handler.constructor.name !== 'AsyncFunction') return handler;
  return { [handler.name]: (req, res, next) => handler(req, res, next).catch(next) }[handler.name];
}

/**
 * Between a tool and `observe.cjs`: a tool adds what it saw of a request when the request has ended, and may
 * have a say when the routes are in place. A CommonJS module, so that there is one of it.
 */
const limit = 5000;
const nothing = '(nothing)';
const records = [];
let wake = () => {};

exports.record = function record(seen) {
  records.push(seen);
  wake();
};

/** What the tool saw of the request that was just made. */
exports.nextRecord = async function nextRecord(method) {
  if (exports.ignoredMethods.includes(method)) return { name: nothing };
  const isThere = new Promise((resolve) => (wake = resolve));
  if (records.length === 0) {
    const timer = setTimeout(wake, limit);
    await isThere;
    clearTimeout(timer);
  }
  return records.shift() ?? { name: nothing };
};

/** What the tool does not trace, whoever wrote the routes. */
exports.ignoredMethods = [];

/** Does some work in a span, as apps do that trace their start-up. */
exports.inSpan = (work) => work();

/** What the tool's documentation wants before and after the routes of an app. */
exports.beforeRoutes = () => {};
exports.afterRoutes = () => {};

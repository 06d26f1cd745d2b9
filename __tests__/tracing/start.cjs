/** As an app of CommonJS modules does it: the tool first, then the rest. `node start.cjs tools/sentry.cjs express-5` */
const path = require('node:path');

const [tool, expressFolder] = process.argv.slice(2);
require(path.join(__dirname, tool));
require(path.join(__dirname, expressFolder, 'app.cjs'));

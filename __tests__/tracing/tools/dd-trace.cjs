require('./dd-trace-log.cjs');
// First of all.
require('dd-trace').init();

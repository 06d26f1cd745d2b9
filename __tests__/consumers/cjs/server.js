const { checkAndExit } = require('../check.cjs');
const app = require('./app');

checkAndExit('cjs', app);

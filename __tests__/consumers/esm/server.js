import { checkAndExit } from '../check.cjs';
import { app } from './app.js';

await checkAndExit('esm', app);

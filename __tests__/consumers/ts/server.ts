import { checkAndExit } from '../check.cjs';
import { createApp } from './app.js';

void checkAndExit('ts', createApp());

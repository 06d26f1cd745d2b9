import { checkAndExit } from '../check.cjs';
import { createApp } from './app';

void checkAndExit('ts-node', createApp());

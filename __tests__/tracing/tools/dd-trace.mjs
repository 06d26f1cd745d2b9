// `node --import dd-trace/initialize.mjs server.mjs`
import './dd-trace-log.cjs';
import 'dd-trace/initialize.mjs';

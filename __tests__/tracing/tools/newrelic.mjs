// `node --import newrelic/esm-loader.mjs --require newrelic server.mjs`
import 'newrelic/esm-loader.mjs';
import './newrelic.cjs';

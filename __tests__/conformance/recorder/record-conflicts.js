import { ask } from './ask.js';
import { withApp } from './next-app.js';
import { readOwn } from './recording-files.js';
import { routedAnswer, tellingRoute } from './routed-answer.js';
import { Failure } from './run.js';
import { say } from './say.js';

/** Is the tree built, and what does it answer; or why is it refused? Each needs a build of its own. */
export async function recordConflicts(installed, { group }) {
  const trees = readOwn('conflict-trees.json').trees.filter(({ kind }) => group === undefined || kind === group);
  const entries = [];
  for (const tree of trees) {
    entries.push(await recordConflict(installed, tree));
    const { kind, files, accepted, error } = entries.at(-1);
    say(`  ${kind}: ${files.join(', ')}: ${accepted ? 'accepted' : error}`);
  }
  return { list: 'trees', entries };
}

async function recordConflict(installed, { kind, files, requests = usualRequests(files) }) {
  const contents = Object.fromEntries(files.map((file) => [file, tellingRoute(file)]));
  try {
    return await withApp(installed, { name: 'conflict', files: contents }, async (port) => {
      const recorded = [];
      for (const request of requests) {
        const answer = await ask(port, { ...request, path: `/api${request.path}` });
        recorded.push({ ...request, expect: routedAnswer(answer, '') });
      }
      return { kind, files, accepted: true, requests: recorded };
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind, files, accepted: false, error: refusal(error.output) };
  }
}

/** The place, one and two segments below it, and the first file's own name, literal and escaped. */
function usualRequests([first]) {
  const name = `/${first.replace(/\.[^.]+$/, '').replace(/(^|\/)index$/, '')}`;
  const paths = ['', '/v', '/v/w', name, name.split('/').map(encodeURIComponent).join('/')];
  const sendable = [...new Set(paths)].filter((path) => /^[\x21-\x7e]*$/.test(path));
  return sendable.map((path) => ({ method: 'GET', path: path === '/' ? '' : path }));
}

/** The line that says why; the end of the output where none does, so that a broken build is not taken for a rule. */
function refusal(output) {
  const told = output.match(/^\[?((?:Syntax)?Error: .*?)\]?$/m)?.[1];
  return told?.replace(/^Error: /, '') ?? output.slice(-2000);
}

import type { Candidate, MatchExplanation } from '../../explain/match-explanation.js';
import type { FolderMatch, MatchData } from '../explorer-data.js';
import { code, element, definitionList, findElement, isolatedText, escapeInvisible } from './element.js';
import type { FileInFolder } from './file-in-folder.js';

const outcomes: Readonly<Record<MatchExplanation['outcome'], string>> = {
  answered: 'answers',
  'method-not-allowed': '405',
  malformed: '400',
  broken: '500',
  redirected: '308',
  'not-matched': 'no file',
};

const verdicts: Readonly<Record<Candidate['verdict'], string>> = {
  chosen: 'chosen',
  later: 'tried next',
  failed: 'no match',
};

/** Finds the folder that answers a request: the first with an outcome other than `not-matched`, or else the first. */
export function findAnsweringFolder({ matches }: MatchData): FolderMatch | undefined {
  return matches.find(({ explanation }) => explanation.outcome !== 'not-matched') ?? matches[0];
}

/** Shows which file answers and why, and announces the summary to screen readers. */
export function showMatch(data: MatchData, url: string, onSelect: (file: FileInFolder) => void): void {
  const panel = findElement('#match');
  const answering = findAnsweringFolder(data);
  const noFolder = `No mount path matches ${url}, so the rest of the app gets the request.`;
  const summary = answering?.explanation.summary ?? noFolder;
  panel.replaceChildren(
    ...(answering ? renderMatch(answering, onSelect) : [element('p', { class: 'hint' }, noFolder)]),
  );
  // A screen reader announces every change of the text, so the same text is not set again.
  const announced = findElement('#match-summary');
  if (announced.textContent !== summary) announced.textContent = summary;
}

export function clearMatch(reason: string): void {
  findElement('#match').replaceChildren(element('p', { class: 'hint' }, reason));
  findElement('#match-summary').textContent = '';
}

function renderMatch({ mountPath, explanation }: FolderMatch, onSelect: (file: FileInFolder) => void): HTMLElement[] {
  const { outcome, summary, file, handler, middleware = [], query, params, allow, location, expressPath } = explanation;
  const fileButton = (name: string): HTMLElement =>
    element('button', { type: 'button', class: 'link' }, code(name), {
      click: () => onSelect({ mountPath, file: name }),
    });
  const headline = element('p', { class: 'headline' }, [
    element('span', { class: 'outcome', 'data-outcome': outcome }, outcomes[outcome]),
    file === undefined ? undefined : fileButton(file),
    handler === undefined ? undefined : element('span', { class: 'tag' }, handler),
  ]);
  const details = definitionList([
    ['Middleware', middleware.length > 0 && middleware.map((name) => fileButton(name))],
    ['req.query', query && json(query)],
    ['Params', params && Object.keys(params).length > 0 && json(params)],
    ['Express path', expressPath === undefined ? undefined : code(expressPath)],
    ['Allow', allow?.join(', ')],
    ['Location', location === undefined ? undefined : code(location)],
  ]);
  return [headline, element('p', { class: 'summary' }, isolatedText(summary)), details, renderCandidates(explanation)];
}

function json(value: unknown): HTMLElement {
  return element('code', { class: 'json', dir: 'ltr' }, JSON.stringify(value, null, 1).replaceAll(/\n */g, ' '));
}

function renderCandidates({ candidates, others }: MatchExplanation): HTMLElement {
  const items = candidates.map((candidate) =>
    element('li', { 'data-verdict': candidate.verdict }, [
      element('span', { class: 'verdict' }, verdicts[candidate.verdict]),
      renderPath(candidate),
      element('span', { class: 'reason' }, isolatedText(candidate.reason)),
    ]),
  );
  const otherRoutes = others === 1 ? '1 other route is' : `${others} other routes are`;
  return element('details', { open: true, class: 'candidates' }, [
    element('summary', {}, 'Routes in the order in which they are tried'),
    element('ol', {}, items),
    others > 0 && element('p', { class: 'hint' }, `${otherRoutes} less similar to the path.`),
  ]);
}

/** Renders the path of a candidate, with a mark on the segment that failed. */
function renderPath({ path, failedAt }: Candidate): HTMLElement {
  const names = path === '/' ? [] : escapeInvisible(path).split('/').slice(1);
  const parts = names.flatMap((name, index) => ['/', index === failedAt ? element('mark', {}, name) : name]);
  return element('bdi', { class: 'code', dir: 'ltr' }, [
    ...parts,
    failedAt === names.length && element('mark', {}, '/…'),
  ]);
}

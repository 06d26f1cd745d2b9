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
  later: 'asked next',
  failed: 'no',
};

/** The folder that takes the request: those before it let it go on. */
export function findAnsweringFolder({ matches }: MatchData): FolderMatch | undefined {
  return matches.find(({ explanation }) => explanation.outcome !== 'not-matched') ?? matches[0];
}

/** Which file answers, and why; and for those who hear the page, in one sentence. */
export function showMatch(data: MatchData, url: string, choose: (file: FileInFolder) => void): void {
  const place = findElement('#match');
  const taker = findAnsweringFolder(data);
  const nowhere = `No folder is mounted above ${url}: the request goes to the rest of the app.`;
  const summary = taker?.explanation.summary ?? nowhere;
  place.replaceChildren(...(taker ? renderMatch(taker, choose) : [element('p', { class: 'hint' }, nowhere)]));
  // Only what is new is read out.
  const spoken = findElement('#match-summary');
  if (spoken.textContent !== summary) spoken.textContent = summary;
}

export function clearMatch(why: string): void {
  findElement('#match').replaceChildren(element('p', { class: 'hint' }, why));
  findElement('#match-summary').textContent = '';
}

function renderMatch({ mountPath, explanation }: FolderMatch, choose: (file: FileInFolder) => void): HTMLElement[] {
  const { outcome, summary, file, handler, middleware = [], query, params, allow, location, expressPath } = explanation;
  const open = (name: string): HTMLElement =>
    element('button', { type: 'button', class: 'link' }, code(name), {
      click: () => choose({ mountPath, file: name }),
    });
  const headline = element('p', { class: 'headline' }, [
    element('span', { class: 'outcome', 'data-outcome': outcome }, outcomes[outcome]),
    file === undefined ? undefined : open(file),
    handler === undefined ? undefined : element('span', { class: 'tag' }, handler),
  ]);
  const told = definitionList([
    ['After', middleware.length > 0 && middleware.map((name) => open(name))],
    ['req.query', query && json(query)],
    ['Params', params && Object.keys(params).length > 0 && json(params)],
    ['Express path', expressPath === undefined ? undefined : code(expressPath)],
    ['Allow', allow?.join(', ')],
    ['Location', location === undefined ? undefined : code(location)],
  ]);
  return [headline, element('p', { class: 'summary' }, isolatedText(summary)), told, renderCandidates(explanation)];
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
  const rest = others === 1 ? '1 other route differs' : `${others} other routes differ`;
  return element('details', { open: true, class: 'candidates' }, [
    element('summary', {}, 'In the order in which they are asked'),
    element('ol', {}, items),
    others > 0 && element('p', { class: 'hint' }, `${rest} from the path early on.`),
  ]);
}

/** The path, with the segment marked at which it failed. */
function renderPath({ path, failedAt }: Candidate): HTMLElement {
  const names = path === '/' ? [] : escapeInvisible(path).split('/').slice(1);
  const parts = names.flatMap((name, index) => ['/', index === failedAt ? element('mark', {}, name) : name]);
  return element('bdi', { class: 'code', dir: 'ltr' }, [
    ...parts,
    failedAt === names.length && element('mark', {}, '/…'),
  ]);
}

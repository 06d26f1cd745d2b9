import path from 'node:path';
import { alignColumns } from '../reporting/align-columns.js';
import { explainMatch } from '../dev/explain/explain-match.js';
import type { Candidate, MatchExplanation } from '../dev/explain/match-explanation.js';
import { printable, printableLines } from '../reporting/printable.js';
import type { RouteFolder } from '../serving/route-folder.js';
import { formatCount } from './format-count.js';
import { exitCodes } from './exit-codes.js';
import type { FolderFlags } from './folder-flags.js';
import { openFolder } from './open-folder.js';
import { collectProblems } from './problems.js';
import { parseRequest, stripMountPath, type MatchRequest } from './parse-request.js';
import type { ProcessTerminal, Style, Terminal } from './terminal.js';

export interface MatchFlags extends FolderFlags {
  readonly mountPath?: string;
}

/**
 * Prints which file of a folder answers a request, and why.
 *
 * @param words a method, which may be left out, and a path
 */
export async function match(
  source: string,
  words: readonly string[],
  flags: MatchFlags,
  terminal: ProcessTerminal,
): Promise<number> {
  const request = parseRequest(words, flags.mountPath);
  const folder = await openFolder(source, flags, terminal, (named) => filesThatAnswer(named, request));
  const explanation = explain(folder, request);
  const hint = hintFor(folder, request, explanation);
  if (flags.json) {
    const answer = { directory: folder.directory, ...explanation, ...(hint !== undefined && { hint }) };
    terminal.writeOut(JSON.stringify(answer, undefined, 2));
  } else terminal.writeOut(explanationLines(explanation, hint, terminal).join('\n'));
  return explanation.outcome === 'answered' ? exitCodes.ok : exitCodes.negative;
}

/** The file that answers by its name, and its middleware: no other has to be loaded. */
function filesThatAnswer(named: RouteFolder, request: MatchRequest): string[] {
  const { file, middleware = [] } = explain(named, request);
  return file === undefined ? [] : [file, ...middleware];
}

function explain(folder: RouteFolder, request: MatchRequest): MatchExplanation {
  const { method, mountPath } = request;
  const url = stripMountPath(request);
  if (url !== undefined) return explainMatch(folder, { method, url, mountPath });
  const summary = `${request.url} is not below the mount path ${mountPath}, so the folder is not asked.`;
  return { method, url: request.url, outcome: 'not-matched', summary, candidates: [], others: folder.routes.length };
}

function hintFor(folder: RouteFolder, request: MatchRequest, told: MatchExplanation): string | undefined {
  if (told.outcome === 'broken' && folder.problems.length > 0) return '`check` tells how to correct it.';
  if (told.outcome !== 'not-matched') return undefined;
  return mountHint(folder, request, told.candidates) ?? problemHint(folder);
}

/** What may keep a file from being a route at all. */
function problemHint(folder: RouteFolder): string | undefined {
  const { problems } = folder;
  if (problems.length === 0) return collectProblems(folder)[0]?.message;
  return `\`check\` tells of ${formatCount(problems.length, 'problem')} with this folder: a file with a wrong name is no route.`;
}

/** The usual mistake: a URL of the app, where a path within the folder is meant. */
function mountHint(folder: RouteFolder, request: MatchRequest, candidates: readonly Candidate[]): string | undefined {
  const [, first = ''] = request.url.split(/[/?]/);
  const isMountPath = first === 'api' || first === path.basename(folder.directory);
  if (request.mountPath !== '' || !isMountPath) return undefined;
  const mountPath = `/${first}`;
  const below = explain(folder, { ...request, mountPath });
  const advice = `where the folder is mounted at ${mountPath}, add --mount-path ${mountPath}.`;
  if (below.file !== undefined) return `Without ${mountPath}, ${below.file} matches: ${advice}`;
  return below.candidates.length > candidates.length ? `Perhaps ${advice}` : undefined;
}

const outcomeStyles: Record<MatchExplanation['outcome'], Style> = {
  answered: 'green',
  redirected: 'yellow',
  'method-not-allowed': 'yellow',
  malformed: 'yellow',
  broken: 'red',
  'not-matched': 'red',
};

function explanationLines(told: MatchExplanation, hint: string | undefined, { paint }: Terminal): string[] {
  const facts = [
    ['query', told.query && JSON.stringify(told.query)],
    ['params', told.params && JSON.stringify(told.params)],
    ['express path', told.expressPath],
    ['middleware', told.middleware?.join(' ')],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
  // Only what a file threw has several lines.
  const print = told.outcome === 'broken' ? printableLines : printable;
  const lines = [paint(outcomeStyles[told.outcome], print(told.summary))];
  for (const [name, value] of alignColumns(facts)) lines.push(`  ${paint('dim', name!)}  ${value!}`);
  if (hint !== undefined) lines.push(paint('yellow', printable(hint)));
  if (told.candidates.length > 0) lines.push('', ...candidateLines(told.candidates, paint));
  if (told.others > 0) lines.push(paint('dim', othersLine(told)));
  return lines;
}

function othersLine({ candidates, others }: MatchExplanation): string {
  return candidates.length > 0
    ? `and ${formatCount(others, 'more route')}, less near`
    : `${formatCount(others, 'route')}, none of them near`;
}

const verdictStyles: Record<Candidate['verdict'], Style> = { chosen: 'green', later: 'cyan', failed: 'dim' };

/** In order of precedence: what was asked before, what was chosen, what would be asked after. */
function candidateLines(candidates: readonly Candidate[], paint: Terminal['paint']): string[] {
  const rows = alignColumns(candidates.map(({ verdict, file, reason }) => [verdict, file, reason]));
  return rows.map(([verdict, file, reason], index) => {
    const style = verdictStyles[candidates[index]!.verdict];
    return `${paint(style, verdict!)}  ${file!}  ${reason!}`;
  });
}

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
import { findLeftOutRoute } from './find-left-out-route.js';
import { collectProblems } from './report-problems.js';
import { parseRequest, stripMountPath, type MatchRequest } from './parse-request.js';
import type { ProcessTerminal, Style, Terminal } from './terminal.js';

export interface MatchFlags extends FolderFlags {
  readonly mountPath?: string;
}

/**
 * Prints which file of a folder answers a request, and why.
 *
 * @param words an optional method, and a path or a whole URL
 * @returns the exit code
 */
export async function match(
  source: string,
  words: readonly string[],
  flags: MatchFlags,
  terminal: ProcessTerminal,
): Promise<number> {
  const request = parseRequest(words, flags.mountPath);
  const folder = await openFolder(source, flags, terminal, (unloaded) => filesThatAnswer(unloaded, request));
  const explanation = explain(folder, request);
  const hint = findHint(folder, request, explanation);
  if (flags.json) {
    const answer = { directory: folder.directory, ...explanation, ...(hint !== undefined && { hint }) };
    terminal.writeOut(JSON.stringify(answer, undefined, 2));
  } else terminal.writeOut(formatExplanation(explanation, hint, terminal).join('\n'));
  return explanation.outcome === 'answered' ? exitCodes.ok : exitCodes.negative;
}

/** Returns the file that matches by its name, and its middleware. No other file needs to be loaded. */
function filesThatAnswer(unloaded: RouteFolder, request: MatchRequest): string[] {
  const { file, middleware = [] } = explain(unloaded, request);
  return file === undefined ? [] : [file, ...middleware];
}

function explain(folder: RouteFolder, request: MatchRequest): MatchExplanation {
  const { method, mountPath } = request;
  const url = stripMountPath(request);
  if (url !== undefined) return explainMatch(folder, { method, url, mountPath });
  const summary = `${request.url} is not below the mount path ${mountPath}, so the request does not reach the folder.`;
  return { method, url: request.url, outcome: 'not-matched', summary, candidates: [], others: folder.routes.length };
}

function findHint(folder: RouteFolder, request: MatchRequest, explanation: MatchExplanation): string | undefined {
  const { outcome, candidates } = explanation;
  if (outcome === 'broken' && folder.problems.length > 0) return 'Run `check` to see how to fix it.';
  const leftOut = findLeftOutRoute(folder, explanation.file, (extended) => explain(extended, request).file);
  if (leftOut) return `${leftOut.file} would answer, but it is not a route: it is ${leftOut.reason}.`;
  if (outcome !== 'not-matched') return undefined;
  return mountHint(folder, request, candidates) ?? problemHint(folder);
}

/** Returns a hint that a file may not be a route because it has a problem. */
function problemHint(folder: RouteFolder): string | undefined {
  const { problems } = folder;
  if (problems.length === 0) return collectProblems(folder)[0]?.message;
  const reported = formatCount(problems.length, 'problem');
  return `\`check\` reports ${reported} in this folder: a file whose name is wrong is not a route.`;
}

/** Returns a hint at the most common mistake: a path of the app instead of one below the mount path. */
function mountHint(folder: RouteFolder, request: MatchRequest, candidates: readonly Candidate[]): string | undefined {
  const [, first = ''] = request.url.split(/[/?]/);
  const isMountPath = first === 'api' || first === path.basename(folder.directory);
  if (request.mountPath !== '' || !isMountPath) return undefined;
  const mountPath = `/${first}`;
  const mounted = explain(folder, { ...request, mountPath });
  const advice = `If the folder is mounted at ${mountPath}, add --mount-path ${mountPath}.`;
  if (mounted.file !== undefined) return `${mounted.file} matches without ${mountPath}. ${advice}`;
  return mounted.candidates.length > candidates.length ? advice : undefined;
}

const outcomeStyles: Record<MatchExplanation['outcome'], Style> = {
  answered: 'green',
  redirected: 'yellow',
  'method-not-allowed': 'yellow',
  malformed: 'yellow',
  broken: 'red',
  'not-matched': 'red',
};

function formatExplanation(explanation: MatchExplanation, hint: string | undefined, { paint }: Terminal): string[] {
  const { outcome, summary, query, params, expressPath, middleware, candidates, others } = explanation;
  const facts = [
    ['query', query && JSON.stringify(query)],
    ['params', params && JSON.stringify(params)],
    ['express path', expressPath],
    ['middleware', middleware?.join(' ')],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
  // Only the message of an error that a file threw may have several lines.
  const escape = outcome === 'broken' ? printableLines : printable;
  const lines = [paint(outcomeStyles[outcome], escape(summary))];
  for (const [name = '', ...value] of alignColumns(facts)) lines.push(['', paint('dim', name), ...value].join('  '));
  if (hint !== undefined) lines.push(paint('yellow', printable(hint)));
  if (candidates.length > 0) lines.push('', ...formatCandidates(candidates, paint));
  if (others > 0) lines.push(paint('dim', formatOthers(explanation)));
  return lines;
}

function formatOthers({ candidates, others }: MatchExplanation): string {
  return candidates.length > 0
    ? `and ${formatCount(others, 'more route')}, none as close`
    : `${formatCount(others, 'route')}, none of them close`;
}

const verdictStyles: Record<Candidate['verdict'], Style> = { chosen: 'green', later: 'cyan', failed: 'dim' };

/** Returns a line for each candidate, in order of precedence. */
function formatCandidates(candidates: readonly Candidate[], paint: Terminal['paint']): string[] {
  const styles = candidates.map(({ verdict }) => verdictStyles[verdict]);
  const rows = alignColumns(candidates.map(({ verdict, file, reason }) => [verdict, file, reason]));
  return rows.map(([verdict = '', ...others], row) => [paint(styles[row], verdict), ...others].join('  '));
}

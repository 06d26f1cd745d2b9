import type { ExplorerData, MatchData, RouteData } from '../explorer-data.js';
import { buildUrl, exampleParams } from './build-url.js';
import { findElement } from './element.js';
import { followChanges, loadData } from './server-client.js';
import { selectedFile, findFile, isSameFile, type FileInFolder } from './file-in-folder.js';
import { LiveMatch } from './live-match.js';
import { clearMatch, showMatch, findAnsweringFolder } from './match-view.js';
import { showProblems } from './problem-view.js';
import { fillParams, discardResponse, showParams, setUpForm, syncForm } from './request-form.js';
import { showRoute } from './route-view.js';
import { onStateChange, setState, getState } from './page-state.js';
import { TableView } from './table-view.js';
import { setUpTheme } from './theme.js';
import { TreeView } from './tree-view.js';

let data: ExplorerData = { folders: [] };
/** The file that answers the path in the form. */
let answeringFile: FileInFolder | undefined;

const tree = new TreeView(selectFile);
const table = new TableView(selectFile);
const filter = findElement('#filter', HTMLInputElement);
const liveMatch = new LiveMatch({ onMatch: handleMatch, onFailure: () => clearMatch('The server does not respond.') });

/** The time in milliseconds until the first check for files that are still loading; it doubles with each check. */
const firstRecheckMs = 500;

setUpTheme();
setUpForm();
filter.addEventListener('input', () => setState({ filter: filter.value }));
document.addEventListener('keydown', handleShortcut);
onStateChange(render);
render();
followChanges({
  onChange: () => void refresh(firstRecheckMs),
  onDisconnect: () => showConnection('lost', 'No connection to the server. Reconnecting …'),
});

async function refresh(recheckMs: number): Promise<void> {
  try {
    data = await loadData();
  } catch {
    return showConnection('lost', 'No response from the server.');
  }
  const isWatched = data.folders.every((folder) => folder.isWatched);
  showConnection('live', isWatched ? 'Live' : 'Connected. Edits show after a restart.');
  showFolders();
  const isLoading = data.folders.some(({ routes, problems }) => problems.length === 0 && routes.some(hasNoMethods));
  if (isLoading) setTimeout(() => void refresh(recheckMs * 2), recheckMs);
}

function hasNoMethods({ methods }: RouteData): boolean {
  return methods.length === 0;
}

function showFolders(): void {
  const routes = data.folders.reduce((sum, folder) => sum + folder.routes.length, 0);
  findElement('#counts').textContent = data.folders
    .map(({ mountPath, directory }) => `${mountPath} · ${directory}`)
    .join('   ');
  document.title = `Routes (${routes})`;
  showProblems(data, selectFile);
  tree.setFolders(data.folders);
  table.setData(data);
  const { method, url } = getState();
  liveMatch.update(method, url, true);
  render();
}

/** Renders the page from its state. */
function render(): void {
  const state = getState();
  const selected = selectedFile(state);
  const details = selected && findFile(data, selected);
  if (filter.value !== state.filter) filter.value = state.filter;
  table.setFilter(state.filter);
  showRoute(data, selected, (url) => setState({ url }));
  showParams(state.folder, details?.route);
  syncForm();
  if (!state.url.startsWith('/')) {
    answeringFile = undefined;
    clearMatch('Type a path to see which file answers it, and why.');
  }
  liveMatch.update(state.method, state.url);
  markFiles();
}

function handleMatch(match: MatchData, url: string): void {
  const answering = findAnsweringFolder(match);
  const file = answering?.explanation.file;
  answeringFile = answering && file !== undefined ? { mountPath: answering.mountPath, file } : undefined;
  showMatch(match, url, selectFile);
  const selected = selectedFile(getState());
  if (selected && isSameFile(selected, answeringFile)) fillParams(answering?.explanation.params ?? {});
  markFiles();
}

function markFiles(): void {
  const selected = selectedFile(getState());
  tree.mark(selected, answeringFile);
  table.mark(selected, answeringFile);
}

/** Selects a file, and fills the form with a path that it answers, unless it already answers the path there. */
function selectFile(file: FileInFolder): void {
  const route = findFile(data, file)?.route;
  const selection = { folder: file.mountPath, file: file.file };
  if (!route || isSameFile(file, answeringFile)) setState(selection, true);
  else {
    discardResponse();
    setState(
      { ...selection, method: firstMethod(route), url: buildUrl(file.mountPath, route, exampleParams(route)) },
      true,
    );
  }
  // On a narrow screen the panels are below each other, and the route may be out of sight.
  if (matchMedia('(max-width: 699px)').matches) findElement('#route').scrollIntoView({ block: 'start' });
}

function firstMethod({ methods }: RouteData): string {
  const isUsual = methods.length === 0 || methods.includes('GET') || methods.includes('*');
  return isUsual ? 'GET' : (methods.find((method) => method !== 'OPTIONS' && method !== 'HEAD') ?? 'GET');
}

function showConnection(state: 'live' | 'lost', text: string): void {
  const status = findElement('#connection');
  status.dataset['state'] = state;
  if (status.textContent !== text) status.textContent = text;
}

/** Handles shortcuts: `/` focuses the filter, and Escape clears it. */
function handleShortcut(event: KeyboardEvent): void {
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filter.focus();
    filter.select();
  }
  if (event.key === 'Escape' && event.target === filter) setState({ filter: '' });
}

import type { ExplorerData, MatchData, RouteData } from '../explorer-data.js';
import { buildUrl, exampleParams } from './build-url.js';
import { findElement } from './element.js';
import { followChanges, loadData } from './explorer-server.js';
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
/** The file that answers the path that is tried. */
let answeringFile: FileInFolder | undefined;

const tree = new TreeView(selectFile);
const table = new TableView(selectFile);
const filter = findElement('#filter', HTMLInputElement);
const liveMatch = new LiveMatch({ onMatch: handleMatch, onFailure: () => clearMatch('The server does not answer.') });

/** How long to wait for files that are still loading, at first: half a second. */
const firstRecheckMs = 500;

setUpTheme();
setUpForm();
filter.addEventListener('input', () => setState({ filter: filter.value }));
document.addEventListener('keydown', handleShortcut);
onStateChange(render);
render();
followChanges({
  onChange: () => void refresh(firstRecheckMs),
  onDisconnect: () => showConnection('lost', 'No connection: the server is gone. Trying again …'),
});

async function refresh(recheckMs: number): Promise<void> {
  try {
    data = await loadData();
  } catch {
    return showConnection('lost', 'No answer from the server.');
  }
  const isWatched = data.folders.every((folder) => folder.isWatched);
  showConnection('live', isWatched ? 'Live' : 'Connected: edits show after a restart');
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

/** Makes the page show what its hash says. */
function render(): void {
  const now = getState();
  const chosen = selectedFile(now);
  const facts = chosen && findFile(data, chosen);
  if (filter.value !== now.filter) filter.value = now.filter;
  table.setFilter(now.filter);
  showRoute(data, chosen, (url) => setState({ url }));
  showParams(now.folder, facts?.route);
  syncForm();
  if (!now.url.startsWith('/')) {
    answeringFile = undefined;
    clearMatch('Type a path to see which file answers it, and why.');
  }
  liveMatch.update(now.method, now.url);
  markFiles();
}

function handleMatch(found: MatchData, url: string): void {
  const taker = findAnsweringFolder(found);
  const file = taker?.explanation.file;
  answeringFile = taker && file !== undefined ? { mountPath: taker.mountPath, file } : undefined;
  showMatch(found, url, selectFile);
  const chosen = selectedFile(getState());
  if (chosen && isSameFile(chosen, answeringFile)) fillParams(taker?.explanation.params ?? {});
  markFiles();
}

function markFiles(): void {
  const chosen = selectedFile(getState());
  tree.mark(chosen, answeringFile);
  table.mark(chosen, answeringFile);
}

/** Shows a file, and puts a path that it answers into the form unless there is one already. */
function selectFile(file: FileInFolder): void {
  const route = findFile(data, file)?.route;
  const place = { folder: file.mountPath, file: file.file };
  if (!route || isSameFile(file, answeringFile)) setState(place, true);
  else {
    discardResponse();
    setState(
      { ...place, method: firstMethod(route), url: buildUrl(file.mountPath, route, exampleParams(route)) },
      true,
    );
  }
  // Where the panels stand below each other, what was asked for is elsewhere.
  if (matchMedia('(max-width: 699px)').matches) findElement('#route').scrollIntoView({ block: 'start' });
}

function firstMethod({ methods }: RouteData): string {
  const isUsual = methods.length === 0 || methods.includes('GET') || methods.includes('*');
  return isUsual ? 'GET' : (methods.find((method) => method !== 'OPTIONS' && method !== 'HEAD') ?? 'GET');
}

function showConnection(state: 'live' | 'lost', text: string): void {
  const place = findElement('#connection');
  place.dataset['state'] = state;
  if (place.textContent !== text) place.textContent = text;
}

/** `/` goes to the filter, as on many pages of this kind; Escape empties it. */
function handleShortcut(event: KeyboardEvent): void {
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filter.focus();
    filter.select();
  }
  if (event.key === 'Escape' && event.target === filter) setState({ filter: '' });
}

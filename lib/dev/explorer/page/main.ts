import type { ExplorerData, MatchData, RouteData } from '../explorer-data.js';
import { buildUrl, exampleParams } from './build-url.js';
import { find } from './element.js';
import { followChanges, loadData } from './explorer-server.js';
import { chosenFile, findFile, isSameFile, type FileInFolder } from './file-in-folder.js';
import { LiveMatch } from './live-match.js';
import { clearMatch, showMatch, takerOf } from './match-view.js';
import { showProblems } from './problem-view.js';
import { fillParams, forgetReply, showParams, startForm, syncForm } from './request-form.js';
import { showRoute } from './route-view.js';
import { onShown, show, shown } from './shown.js';
import { TableView } from './table-view.js';
import { startTheme } from './theme.js';
import { TreeView } from './tree-view.js';

let data: ExplorerData = { folders: [] };
/** The file that answers the path that is tried. */
let answering: FileInFolder | undefined;

const tree = new TreeView(choose);
const table = new TableView(choose);
const filter = find('#filter', HTMLInputElement);
const match = new LiveMatch({ onMatch: takeMatch, onFailure: () => clearMatch('The server does not answer.') });

/** How long to wait for files that are still loading, at first: half a second. */
const patience = 500;

startTheme();
startForm();
filter.addEventListener('input', () => show({ filter: filter.value }));
document.addEventListener('keydown', pressGlobally);
onShown(update);
update();
followChanges({
  onNews: () => void refresh(patience),
  onLost: () => tell('lost', 'No connection: the server is gone. Trying again …'),
});

async function refresh(wait: number): Promise<void> {
  try {
    data = await loadData();
  } catch {
    return tell('lost', 'No answer from the server.');
  }
  const isWatched = data.folders.every((folder) => folder.isWatched);
  tell('live', isWatched ? 'Live' : 'Connected: edits show after a restart');
  showFolders();
  const isLoading = data.folders.some(({ routes, problems }) => problems.length === 0 && routes.some(hasNoMethods));
  if (isLoading) setTimeout(() => void refresh(wait * 2), wait);
}

function hasNoMethods({ methods }: RouteData): boolean {
  return methods.length === 0;
}

function showFolders(): void {
  const routes = data.folders.reduce((sum, folder) => sum + folder.routes.length, 0);
  find('#counts').textContent = data.folders
    .map(({ mountPath, directory }) => `${mountPath} · ${directory}`)
    .join('   ');
  document.title = `Routes (${routes})`;
  showProblems(data, choose);
  tree.setFolders(data.folders);
  table.setData(data);
  const { method, url } = shown();
  match.ask(method, url, true);
  update();
}

/** Makes the page show what its hash says. */
function update(): void {
  const now = shown();
  const chosen = chosenFile(now);
  const facts = chosen && findFile(data, chosen);
  if (filter.value !== now.filter) filter.value = now.filter;
  table.setFilter(now.filter);
  showRoute(data, chosen, (url) => show({ url }));
  showParams(now.folder, facts?.route);
  syncForm();
  if (!now.url.startsWith('/')) {
    answering = undefined;
    clearMatch('Type a path to see which file answers it, and why.');
  }
  match.ask(now.method, now.url);
  mark();
}

function takeMatch(found: MatchData, url: string): void {
  const taker = takerOf(found);
  const file = taker?.explanation.file;
  answering = taker && file !== undefined ? { mountPath: taker.mountPath, file } : undefined;
  showMatch(found, url, choose);
  const chosen = chosenFile(shown());
  if (chosen && isSameFile(chosen, answering)) fillParams(taker?.explanation.params ?? {});
  mark();
}

function mark(): void {
  const chosen = chosenFile(shown());
  tree.mark(chosen, answering);
  table.mark(chosen, answering);
}

/** Shows a file, and puts a path that it answers into the form unless there is one already. */
function choose(file: FileInFolder): void {
  const route = findFile(data, file)?.route;
  const place = { folder: file.mountPath, file: file.file };
  if (!route || isSameFile(file, answering)) show(place, true);
  else {
    forgetReply();
    show({ ...place, method: firstMethod(route), url: buildUrl(file.mountPath, route, exampleParams(route)) }, true);
  }
  // Where the panels stand below each other, what was asked for is elsewhere.
  if (matchMedia('(max-width: 699px)').matches) find('#route').scrollIntoView({ block: 'start' });
}

function firstMethod({ methods }: RouteData): string {
  const isUsual = methods.length === 0 || methods.includes('GET') || methods.includes('*');
  return isUsual ? 'GET' : (methods.find((method) => method !== 'OPTIONS' && method !== 'HEAD') ?? 'GET');
}

function tell(state: 'live' | 'lost', text: string): void {
  const place = find('#connection');
  place.dataset['state'] = state;
  if (place.textContent !== text) place.textContent = text;
}

/** `/` goes to the filter, as on many pages of this kind; Escape empties it. */
function pressGlobally(event: KeyboardEvent): void {
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filter.focus();
    filter.select();
  }
  if (event.key === 'Escape' && event.target === filter) show({ filter: '' });
}

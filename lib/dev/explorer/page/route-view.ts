import type { Segment } from '../../../types/index.js';
import type { ExplorerData, RouteData } from '../explorer-data.js';
import { buildUrl, dynamicSegments, exampleParams } from './build-url.js';
import { code, element, definitionList, findElement, methodBadges } from './element.js';
import { belowMark, findFile, displayUrl, type FileDetails, type FileInFolder } from './file-in-folder.js';
import { renderProblem } from './problem-view.js';

const kindTexts: Readonly<Record<Segment['kind'], string>> = {
  static: '',
  dynamic: 'one segment: text',
  'catch-all': 'one segment or more: array',
  'optional-catch-all': 'any number of segments: array, absent if there are none',
};

/** Shows everything about the selected file. */
export function showRoute(data: ExplorerData, selected: FileInFolder | undefined, tryUrl: (url: string) => void): void {
  const panel = findElement('#route > div');
  const details = selected && findFile(data, selected);
  if (!selected) return panel.replaceChildren(hint('Select a file in the tree or the table.'));
  if (!details) return panel.replaceChildren(hint('This file no longer exists: '), code(selected.file));
  panel.replaceChildren(
    element(
      'h3',
      {},
      details.route
        ? [code(displayUrl(selected.mountPath, details.route.path)), belowMark(details.route)]
        : code(selected.file),
    ),
    ...details.problems.map(renderProblem),
    details.route ? renderRoute(details, details.route, tryUrl) : renderOtherFile(details, selected.file),
  );
}

function renderRoute({ folder }: FileDetails, route: RouteData, tryUrl: (url: string) => void): HTMLElement {
  const example = buildUrl(folder.mountPath, route, exampleParams(route));
  const params = dynamicSegments(route).map((segment) =>
    element('li', {}, [code(segment.name), ` – ${kindTexts[segment.kind]}`]),
  );
  const tryIt = element('button', { type: 'button', class: 'link' }, code(example), { click: () => tryUrl(example) });
  return definitionList([
    ['Methods', methodBadges(route.methods)],
    ['Params', params.length > 0 && element('ul', {}, params)],
    ['Runs', renderChain(route)],
    ['Express path', code(route.expressPath)],
    ['Mounted at', code(folder.mountPath)],
    ['Folder', code(folder.directory)],
    ['Example', tryIt],
  ]);
}

/** Renders the middleware, outermost first, and then the file. */
function renderChain({ middleware, file }: RouteData): HTMLElement {
  return element(
    'ol',
    { class: 'chain' },
    [...middleware, file].map((name) => element('li', {}, code(name))),
  );
}

function renderOtherFile({ folder, guardedRoutes }: FileDetails, file: string): HTMLElement {
  const count = guardedRoutes.length === 1 ? '1 route' : `${guardedRoutes.length} routes`;
  return definitionList([
    ['File', code(file)],
    ['Runs before', guardedRoutes.length > 0 && `${count} in its folder and below, for every method`],
    ['Mounted at', code(folder.mountPath)],
    ['Folder', code(folder.directory)],
  ]);
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

import type { Segment } from '../../../types/index.js';
import type { ExplorerData, RouteData } from '../explorer-data.js';
import { buildUrl, dynamicSegments, exampleParams } from './build-url.js';
import { code, element, definitionList, findElement, methodBadges } from './element.js';
import { findFile, displayUrl, type FileDetails, type FileInFolder } from './file-in-folder.js';
import { renderProblem } from './problem-view.js';

const kindTexts: Readonly<Record<Segment['kind'], string>> = {
  static: '',
  dynamic: 'one segment: text',
  'catch-all': 'one segment or more: array',
  'optional-catch-all': 'any number of segments: array, absent where there is none',
};

/** Everything about the chosen file. */
export function showRoute(data: ExplorerData, chosen: FileInFolder | undefined, tryUrl: (url: string) => void): void {
  const place = findElement('#route > div');
  const known = chosen && findFile(data, chosen);
  if (!chosen) return place.replaceChildren(hint('Choose a file in the tree or the table.'));
  if (!known) return place.replaceChildren(hint('This file is not there any more: '), code(chosen.file));
  place.replaceChildren(
    element('h3', {}, code(known.route ? displayUrl(chosen.mountPath, known.route.path) : chosen.file)),
    ...known.problems.map(renderProblem),
    known.route ? renderRoute(known, known.route, tryUrl) : renderOtherFile(known, chosen.file),
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

/** Middleware, outermost first, and then the file. */
function renderChain({ middleware, file }: RouteData): HTMLElement {
  return element(
    'ol',
    { class: 'chain' },
    [...middleware, file].map((one) => element('li', {}, code(one))),
  );
}

function renderOtherFile({ folder, guardedRoutes: guards }: FileDetails, file: string): HTMLElement {
  const told = guards.length === 1 ? 'one route' : `${guards.length} routes`;
  return definitionList([
    ['File', code(file)],
    ['Runs before', guards.length > 0 && `${told} of its folder and below, for every method`],
    ['Mounted at', code(folder.mountPath)],
    ['Folder', code(folder.directory)],
  ]);
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

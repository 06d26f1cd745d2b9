import type { Segment } from '../../../types/index.js';
import type { ExplorerData, RouteData } from '../explorer-data.js';
import { buildUrl, dynamicSegments, exampleParams } from './build-url.js';
import { code, element, facts, find, methodBadges } from './element.js';
import { findFile, urlText, type FileFacts, type FileInFolder } from './file-in-folder.js';
import { drawProblem } from './problem-view.js';

const kinds: Readonly<Record<Segment['kind'], string>> = {
  static: '',
  dynamic: 'one segment: text',
  'catch-all': 'one segment or more: array',
  'optional-catch-all': 'any number of segments: array, absent where there is none',
};

/** Everything about the chosen file. */
export function showRoute(data: ExplorerData, chosen: FileInFolder | undefined, tryUrl: (url: string) => void): void {
  const place = find('#route > div');
  const known = chosen && findFile(data, chosen);
  if (!chosen) return place.replaceChildren(hint('Choose a file in the tree or the table.'));
  if (!known) return place.replaceChildren(hint('This file is not there any more: '), code(chosen.file));
  place.replaceChildren(
    element('h3', {}, code(known.route ? urlText(chosen.mountPath, known.route.path) : chosen.file)),
    ...known.problems.map(drawProblem),
    known.route ? drawRoute(known, known.route, tryUrl) : drawOther(known, chosen.file),
  );
}

function drawRoute({ folder }: FileFacts, route: RouteData, tryUrl: (url: string) => void): HTMLElement {
  const example = buildUrl(folder.mountPath, route, exampleParams(route));
  const params = dynamicSegments(route).map((segment) =>
    element('li', {}, [code(segment.name), ` – ${kinds[segment.kind]}`]),
  );
  const tryIt = element('button', { type: 'button', class: 'link' }, code(example), { click: () => tryUrl(example) });
  return facts([
    ['Methods', methodBadges(route.methods)],
    ['Params', params.length > 0 && element('ul', {}, params)],
    ['Runs', drawChain(route)],
    ['Express path', code(route.expressPath)],
    ['Mounted at', code(folder.mountPath)],
    ['Folder', code(folder.directory)],
    ['Example', tryIt],
  ]);
}

/** Middleware, outermost first, and then the file. */
function drawChain({ middleware, file }: RouteData): HTMLElement {
  return element(
    'ol',
    { class: 'chain' },
    [...middleware, file].map((one) => element('li', {}, code(one))),
  );
}

function drawOther({ folder, guards }: FileFacts, file: string): HTMLElement {
  const told = guards.length === 1 ? 'one route' : `${guards.length} routes`;
  return facts([
    ['File', code(file)],
    ['Runs before', guards.length > 0 && `${told} of its folder and below, for every method`],
    ['Mounted at', code(folder.mountPath)],
    ['Folder', code(folder.directory)],
  ]);
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

import { canonicalSpelling } from '../../../routing/static-name.js';
import type { Segment } from '../../../types/index.js';
import type { RouteData } from '../explorer-data.js';

/** The texts of the param fields, by the names of the params. The segments of a catch-all are joined with slashes. */
export type ParamTexts = Readonly<Record<string, string>>;

/** Returns the segments of a route that have a param. */
export function dynamicSegments(route: RouteData): Exclude<Segment, { kind: 'static' }>[] {
  return route.segments.filter((segment) => segment.kind !== 'static');
}

export function isCatchAll(segment: Segment): boolean {
  return segment.kind.endsWith('catch-all') || (segment.kind === 'dynamic' && segment.affix?.isCatchAll === true);
}

/** Returns example values for the params of a route. */
export function exampleParams(route: RouteData): ParamTexts {
  return Object.fromEntries(dynamicSegments(route).map((segment) => [segment.name, exampleValue(segment)]));
}

function exampleValue(segment: Segment): string {
  if (segment.kind === 'optional-catch-all') return '';
  return isCatchAll(segment) ? 'a/b' : '1';
}

/** Returns a URL path that the route answers, with the mount path. */
export function buildUrl(mountPath: string, route: RouteData, params: ParamTexts): string {
  const parts = route.segments.map((segment) => encodeSegment(segment, params)).filter((part) => part !== undefined);
  const path = `${mountPath === '/' ? '' : mountPath}/${parts.join('/')}`;
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

function encodeSegment(segment: Segment, params: ParamTexts): string | undefined {
  if (segment.kind === 'static') return canonicalSpelling(segment.name);
  const text = params[segment.name] ?? '';
  if (segment.kind === 'optional-catch-all' && text === '') return undefined;
  if (segment.kind !== 'dynamic') return text.split('/').map(encodeURIComponent).join('/');
  const { prefix = '', suffix = '' } = segment.affix ?? {};
  return canonicalSpelling(prefix) + encodeURIComponent(text) + canonicalSpelling(suffix);
}

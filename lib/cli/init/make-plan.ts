import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../reporting/thrown.js';
import { chooseFolder, type RouteFolderChoice } from './project/choose-route-folder.js';
import { readStyle, restyle } from './text/code-style.js';
import { editEntry, importLine, insertAll, mountLine, type Insertion } from './app/create-insertions.js';
import { findEntry, hasFile, type Entry } from './project/find-entry.js';
import { findUse } from './project/find-existing-mount.js';
import { extensionBeside, firstRoutes, type Language } from './starter-routes.js';
import { readModuleKind } from './project/module-format.js';
import { installCommand, nextSteps } from './next-steps.js';
import { placeMount, type Place } from './app/find-insertion-point.js';
import type { ByHandPlan, NewFile, Plan, ReadyPlan } from './plan.js';
import { findNeighbours } from './app/stack-effect.js';
import { readProject, type Project } from './project/read-project.js';
import { unifiedDiff } from './text/unified-diff.js';
import { whyNotBuilt } from './project/find-build-obstacle.js';
import { whyNotWritable } from './project/find-write-obstacle.js';

const mountPath = '/api';

/**
 * Finds out what `init` has to do in a project. Writes nothing.
 *
 * @param chosen the file that makes the app, where the user named it
 */
export function makePlan(projectDirectory: string, chosen: string | undefined): Plan {
  try {
    return planProject(projectDirectory, chosen);
  } catch (error) {
    const isOfTheDisk = typeof error === 'object' && error !== null && 'syscall' in error;
    if (!isOfTheDisk) throw error;
    const help = 'make it readable or remove it, and run this again.';
    return {
      outcome: 'refused',
      code: 'UNREADABLE',
      message: `The project cannot be read: ${messageOf(error)}.`,
      help,
    };
  }
}

function planProject(projectDirectory: string, chosen: string | undefined): Plan {
  const project = readProject(projectDirectory);
  if ('message' in project) return { outcome: 'refused', ...project };
  const use = findUse(project);
  if (use) return { outcome: 'nothing-to-do', ...use };
  if (chosen !== undefined && !hasFile(project, chosen)) {
    const message = `There is no file ${chosen} in ${project.directory}.`;
    const help = 'name the file that makes the app by its path in the project, or leave --entry out.';
    return { outcome: 'refused', code: 'NO_SUCH_ENTRY', message, help };
  }
  const entry = findEntry(project, chosen);
  if ('unsure' in entry) return byHand(project, entry.code, entry.unsure);
  return planEntry(project, entry);
}

function planEntry(project: Project, entry: Entry): Plan {
  const { file, source } = entry;
  const refuse = (code: ByHandPlan['code'], reason: string): ByHandPlan => byHand(project, code, reason, entry);
  const missing = whyNotBuilt(project);
  if (missing) return refuse(missing.code, missing.reason);
  const kind = readModuleKind(project, entry);
  if (!kind)
    return refuse('UNCLEAR_MODULE_KIND', `${file} imports Express in a way that does not fit how Node loads it`);
  const place = placeMount(source, entry.apps);
  if ('unsure' in place) return refuse('UNCLEAR_PLACE', `in ${file}, ${place.unsure}`);
  const choice = chooseFolder(project, entry);
  if ('unsure' in choice) return refuse('UNCLEAR_FOLDER', choice.unsure);
  const insertions = editEntry(source, place, {
    path: mountPath,
    folder: choice.folder,
    whereabouts: kind.whereabouts,
  });
  if ('unsure' in insertions) return refuse('UNCLEAR_PLACE', `in ${file}, ${insertions.unsure}`);
  const obstacle = whyNotWritable(project, entry);
  if (obstacle !== undefined) return refuse('NOT_WRITABLE', obstacle);
  return readyPlan(project, { entry, place, choice, insertions, language: kind.language });
}

interface Decisions {
  readonly entry: Entry;
  readonly place: Exclude<Place, { unsure: string }>;
  readonly choice: RouteFolderChoice;
  readonly insertions: readonly Insertion[];
  readonly language: Language;
}

function readyPlan(project: Project, { entry, place, choice, insertions, language }: Decisions): ReadyPlan {
  const { text } = entry.source;
  const create = choice.routeFiles > 0 ? [] : newFiles(project, entry, choice.folder, language);
  return {
    outcome: 'ready',
    create,
    change: {
      file: entry.file,
      before: text,
      after: insertAll(text, insertions),
      diff: unifiedDiff(entry.file, text, insertions),
    },
    notes: notesOf(entry, place, choice),
    next: nextSteps(project, entry, choice.routeFiles === 0),
  };
}

/** Those that do not exist: no file is ever overwritten. */
function newFiles(project: Project, entry: Entry, folder: string, language: Language): NewFile[] {
  const style = readStyle(entry.source);
  const beside = path.posix.join(path.posix.dirname(entry.file), folder);
  return firstRoutes(language, extensionBeside(entry.file))
    .map(([file, code]) => ({ file: path.posix.join(beside, file), text: restyle(code, style) }))
    .filter(({ file }) => !fs.existsSync(path.join(project.directory, file)));
}

function notesOf({ source, file }: Entry, { app }: Decisions['place'], choice: RouteFolderChoice): string[] {
  const notes: string[] = [];
  const folder = path.posix.join(path.posix.dirname(file), choice.folder);
  if (choice.reason !== undefined) notes.push(`The route files go into ${folder}/, because ${choice.reason}.`);
  if (choice.routeFiles > 0) {
    const files =
      choice.routeFiles === 1 ? '1 file, which becomes a route' : `${choice.routeFiles} files, which become routes`;
    notes.push(
      `${folder}/ is there already and has ${files}; none is added. \`npx express-pages-api check\` checks them.`,
    );
  }
  const [first, ...others] = findNeighbours(source, app.statements, app.name);
  if (first) {
    const more = others.length > 0 ? `, and ${others.length} more below ${mountPath},` : '';
    notes.push(
      `${file} answers ${first.path} in line ${first.line}${more} and is asked first; what it does not answer goes on to the files.`,
    );
  }
  return notes;
}

/** Where `init` is not sure, it edits nothing and says what a person can do. */
function byHand(project: Project, code: ByHandPlan['code'], reason: string, entry?: Entry): ByHandPlan {
  const kind = entry && readModuleKind(project, entry);
  const isImport = kind ? kind.language !== 'commonjs' : project.isModule;
  const whereabouts = kind?.whereabouts ?? (project.isModule ? 'import.meta.url' : '__dirname');
  const app = entry?.apps.apps.length === 1 ? entry.apps.apps[0]!.name : 'app';
  const line = mountLine(app, { path: mountPath, folder: 'api', whereabouts });
  const install = installCommand(project);
  return {
    outcome: 'by-hand',
    code,
    reason,
    lines: [importLine(isImport), line],
    next: install === undefined ? {} : { install },
  };
}

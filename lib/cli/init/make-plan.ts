import fs from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../reporting/thrown.js';
import {
  applyInsertions,
  createInsertions,
  importStatement,
  mountStatement,
  type Insertion,
} from './app/create-insertions.js';
import { findInsertionPoint, type InsertionPoint } from './app/find-insertion-point.js';
import { findExistingRoutes } from './app/stack-effect.js';
import { installCommand, nextSteps } from './next-steps.js';
import type { ManualPlan, NewFile, Plan, ReadyPlan } from './plan.js';
import { chooseRouteFolder, type RouteFolderChoice } from './project/choose-route-folder.js';
import { findBuildObstacle } from './project/find-build-obstacle.js';
import { findEntry, isProjectFile, type Entry } from './project/find-entry.js';
import { findExistingMount } from './project/find-existing-mount.js';
import { findWriteObstacle } from './project/find-write-obstacle.js';
import { detectModuleFormat } from './project/module-format.js';
import { readProject, type Project } from './project/read-project.js';
import { routeExtension, starterRoutes, type Language } from './starter-routes.js';
import { applyStyle, detectStyle } from './text/code-style.js';
import { unifiedDiff } from './text/unified-diff.js';

const mountPath = '/api';

/**
 * Plans the changes that `init` makes to a project. Writes nothing.
 *
 * @param entryFile the file that creates the app, if the user named it
 */
export function makePlan(projectDirectory: string, entryFile: string | undefined): Plan {
  try {
    return planProject(projectDirectory, entryFile);
  } catch (error) {
    const isFileSystemError = typeof error === 'object' && error !== null && 'syscall' in error;
    if (!isFileSystemError) throw error;
    const help = 'make the file readable, or remove it, and run `init` again.';
    return {
      outcome: 'refused',
      code: 'UNREADABLE',
      message: `The project cannot be read: ${messageOf(error)}.`,
      help,
    };
  }
}

function planProject(projectDirectory: string, entryFile: string | undefined): Plan {
  const project = readProject(projectDirectory);
  if ('message' in project) return { outcome: 'refused', ...project };
  const existing = findExistingMount(project);
  if (existing) return { outcome: 'nothing-to-do', ...existing };
  if (entryFile !== undefined && !isProjectFile(project, entryFile)) {
    const message = `There is no file ${entryFile} in ${project.directory}.`;
    const help = 'use `--entry` with the path of the file that creates the app, relative to the project, or omit it.';
    return { outcome: 'refused', code: 'NO_SUCH_ENTRY', message, help };
  }
  const entry = findEntry(project, entryFile);
  if ('code' in entry) return createManualPlan(project, entry.code, entry.reason);
  return planEntry(project, entry);
}

function planEntry(project: Project, entry: Entry): Plan {
  const { file, source, apps } = entry;
  const refuse = (code: ManualPlan['code'], reason: string) => createManualPlan(project, code, reason, entry);
  const buildObstacle = findBuildObstacle(project);
  if (buildObstacle) return refuse(buildObstacle.code, buildObstacle.reason);
  const format = detectModuleFormat(project, entry);
  if (!format) {
    const reason = `${file} imports Express with a syntax that does not match the file's module format`;
    return refuse('UNCLEAR_MODULE_KIND', reason);
  }
  const insertionPoint = findInsertionPoint(source, apps);
  if ('unclear' in insertionPoint) return refuse('UNCLEAR_PLACE', `in ${file}, ${insertionPoint.unclear}`);
  const choice = chooseRouteFolder(project, entry);
  if ('unclear' in choice) return refuse('UNCLEAR_FOLDER', choice.unclear);
  const mount = { path: mountPath, folder: choice.folder, location: format.location };
  const insertions = createInsertions(source, apps.express, insertionPoint, mount);
  if ('unclear' in insertions) return refuse('UNCLEAR_PLACE', `in ${file}, ${insertions.unclear}`);
  const writeObstacle = findWriteObstacle(project, entry);
  if (writeObstacle !== undefined) return refuse('NOT_WRITABLE', writeObstacle);
  return createReadyPlan(project, { entry, insertionPoint, choice, insertions, language: format.language });
}

interface Decisions {
  readonly entry: Entry;
  readonly insertionPoint: InsertionPoint;
  readonly choice: RouteFolderChoice;
  readonly insertions: readonly Insertion[];
  readonly language: Language;
}

function createReadyPlan(project: Project, decisions: Decisions): ReadyPlan {
  const { entry, choice, insertions, language } = decisions;
  const { text } = entry.source;
  return {
    outcome: 'ready',
    create: choice.routeFiles > 0 ? [] : createNewFiles(project, entry, choice.folder, language),
    change: {
      file: entry.file,
      before: text,
      after: applyInsertions(text, insertions),
      diff: unifiedDiff(entry.file, text, insertions),
    },
    notes: createNotes(decisions),
    next: nextSteps(project, entry, choice.routeFiles === 0),
  };
}

/**
 * Creates the starter routes in the style of the entry. Leaves out those whose file exists: `init` overwrites no file.
 */
function createNewFiles(project: Project, entry: Entry, folder: string, language: Language): NewFile[] {
  const style = detectStyle(entry.source);
  const routeFolder = path.posix.join(path.posix.dirname(entry.file), folder);
  return starterRoutes(language, routeExtension(entry.file))
    .map(([file, code]) => ({ file: path.posix.join(routeFolder, file), text: applyStyle(code, style) }))
    .filter(({ file }) => !fs.existsSync(path.join(project.directory, file)));
}

function createNotes({ entry: { source, file }, insertionPoint: { app }, choice }: Decisions): string[] {
  const notes: string[] = [];
  const folder = path.posix.join(path.posix.dirname(file), choice.folder);
  if (choice.reason !== undefined) notes.push(`The route files go into ${folder}/, because ${choice.reason}.`);
  if (choice.routeFiles > 0) {
    const files = choice.routeFiles === 1 ? 'file becomes a route' : `${choice.routeFiles} files become routes`;
    notes.push(
      `${folder}/ exists already. Its ${files}, and \`init\` adds none. Check them with \`npx express-pages-api check ${folder}\`.`,
    );
  }
  const [first, ...others] = findExistingRoutes(source, app.statements, app.name);
  if (first) {
    const more = others.length > 0 ? `, and ${others.length} more at or below ${mountPath}` : '';
    notes.push(
      `${file} already handles ${first.path} on line ${first.line}${more}. This code runs first; the route files get the requests that it does not answer.`,
    );
  }
  return notes;
}

/** Creates the plan for a project that `init` cannot edit, with the lines to add by hand. */
function createManualPlan(project: Project, code: ManualPlan['code'], reason: string, entry?: Entry): ManualPlan {
  const format = entry && detectModuleFormat(project, entry);
  const isImport = format ? format.language !== 'commonjs' : project.isModulePackage;
  const location = format?.location ?? (project.isModulePackage ? 'import.meta.url' : '__dirname');
  const [app, ...otherApps] = entry?.apps.named ?? [];
  const name = app && otherApps.length === 0 ? app.name : 'app';
  const install = installCommand(project);
  return {
    outcome: 'by-hand',
    code,
    reason,
    lines: [importStatement(isImport), mountStatement(name, { path: mountPath, folder: 'api', location })],
    next: install === undefined ? {} : { install },
  };
}

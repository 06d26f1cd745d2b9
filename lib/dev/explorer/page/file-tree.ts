import type { FolderData, ProblemData, RouteData } from '../explorer-data.js';

export interface TreeFile {
  readonly kind: 'file';
  readonly name: string;
  /** Relative to the route folder. */
  readonly file: string;
  readonly isMiddleware: boolean;
  /** Of a route file whose name can be read. */
  readonly route: RouteData | undefined;
  readonly problems: readonly ProblemData[];
}

export interface TreeFolder {
  readonly kind: 'folder';
  readonly name: string;
  /** Relative to the route folder; empty for that one itself. */
  readonly path: string;
  readonly children: readonly TreeNode[];
  /** How many of the files in it have a problem. */
  readonly brokenCount: number;
}

export type TreeNode = TreeFile | TreeFolder;

/** The files of a folder that are told of: routes, middleware, and what has a problem. */
export function buildTree({ routes, problems }: FolderData): TreeFolder {
  const files = new Map<string, TreeFile>();
  for (const route of routes) files.set(route.file, createTreeFile(route.file, { route }));
  for (const file of routes.flatMap(({ middleware }) => middleware)) {
    files.set(file, createTreeFile(file, { isMiddleware: true }));
  }
  for (const problem of problems) {
    for (const file of problem.files) {
      const known = files.get(file) ?? createTreeFile(file, { isMiddleware: /(?:^|\/)_middleware\.[^/]*$/.test(file) });
      files.set(file, { ...known, problems: [...known.problems, problem] });
    }
  }
  return createTreeFolder('', '', [...files.values()]);
}

function createTreeFile(file: string, known: Partial<TreeFile>): TreeFile {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return { kind: 'file', name, file, isMiddleware: false, route: undefined, problems: [], ...known };
}

/** @param files all that are below it */
function createTreeFolder(name: string, path: string, files: readonly TreeFile[]): TreeFolder {
  const start = path === '' ? 0 : path.length + 1;
  const children: TreeNode[] = [];
  const below = new Map<string, TreeFile[]>();
  for (const file of files) {
    const slash = file.file.indexOf('/', start);
    if (slash < 0) children.push(file);
    else {
      const folder = file.file.slice(start, slash);
      const its = below.get(folder);
      if (its) its.push(file);
      else below.set(folder, [file]);
    }
  }
  for (const [folder, its] of below)
    children.push(createTreeFolder(folder, path === '' ? folder : `${path}/${folder}`, its));
  const broken = files.filter(({ problems }) => problems.length > 0).length;
  return { kind: 'folder', name, path, children: children.sort(byName), brokenCount: broken };
}

/** Middleware first, because it comes first. */
function byName(a: TreeNode, b: TreeNode): number {
  return sortRank(a) - sortRank(b) || (a.name < b.name ? -1 : 1);
}

function sortRank(node: TreeNode): number {
  return node.kind === 'file' && node.isMiddleware ? 0 : 1;
}

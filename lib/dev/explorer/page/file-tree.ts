import type { FolderData, ProblemData, RouteData } from '../explorer-data.js';

export interface TreeFile {
  readonly kind: 'file';
  readonly name: string;
  /** The path of the file, relative to the route folder and with `/`. */
  readonly file: string;
  readonly isMiddleware: boolean;
  /** The route of the file; `undefined` for middleware, and for a file whose name is not valid. */
  readonly route: RouteData | undefined;
  readonly problems: readonly ProblemData[];
}

export interface TreeFolder {
  readonly kind: 'folder';
  readonly name: string;
  /** The path of the folder, relative to the route folder and with `/`; empty for the route folder itself. */
  readonly path: string;
  readonly children: readonly TreeNode[];
  /** The number of files in it, at any depth, that have a problem. */
  readonly brokenCount: number;
}

export type TreeNode = TreeFile | TreeFolder;

/** Builds the tree of a folder from its routes, its middleware, and the files that have a problem. */
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

/**
 * Creates a folder of the tree, with its children sorted.
 *
 * @param files all files below the folder, at any depth
 */
function createTreeFolder(name: string, path: string, files: readonly TreeFile[]): TreeFolder {
  const start = path === '' ? 0 : path.length + 1;
  const children: TreeNode[] = [];
  const below = new Map<string, TreeFile[]>();
  for (const file of files) {
    const slash = file.file.indexOf('/', start);
    if (slash < 0) children.push(file);
    else {
      const folder = file.file.slice(start, slash);
      const filesBelow = below.get(folder);
      if (filesBelow) filesBelow.push(file);
      else below.set(folder, [file]);
    }
  }
  for (const [folder, filesBelow] of below)
    children.push(createTreeFolder(folder, path === '' ? folder : `${path}/${folder}`, filesBelow));
  const brokenCount = files.filter(({ problems }) => problems.length > 0).length;
  return { kind: 'folder', name, path, children: children.sort(byName), brokenCount };
}

/** Compares two nodes by name, with middleware first because it runs first. */
function byName(a: TreeNode, b: TreeNode): number {
  return sortRank(a) - sortRank(b) || (a.name < b.name ? -1 : 1);
}

function sortRank(node: TreeNode): number {
  return node.kind === 'file' && node.isMiddleware ? 0 : 1;
}

import type { FolderData } from '../explorer-data.js';
import { buildTree, type TreeNode } from './file-tree.js';

/** One row of the tree as it is drawn. */
export interface TreeRow {
  readonly key: string;
  readonly mountPath: string;
  readonly node: TreeNode;
  /** 1 for the route folder itself. */
  readonly level: number;
  /** Of the row above in the tree; none for a route folder. */
  readonly parent: string | undefined;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblingCount: number;
  readonly isOpen: boolean;
}

/** Trees up to this many files are drawn open. */
const smallTreeRoutes = 150;

/** Which folders are open, and so which rows there are. */
export class VisibleRows {
  private trees: { readonly mountPath: string; readonly root: TreeNode }[] = [];
  private readonly openStates = new Map<string, boolean>();
  private isSmall = true;

  setFolders(folders: readonly FolderData[]): void {
    this.trees = folders.map((folder) => ({ mountPath: folder.mountPath, root: buildTree(folder) }));
    this.isSmall = folders.reduce((sum, { routes }) => sum + routes.length, 0) <= smallTreeRoutes;
  }

  setOpen(key: string, isOpen: boolean): void {
    this.openStates.set(key, isOpen);
  }

  /** Opens every folder above a file. */
  reveal(mountPath: string, file: string): void {
    this.setOpen(rowKey(mountPath, ''), true);
    for (let slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
      this.setOpen(rowKey(mountPath, file.slice(0, slash)), true);
    }
  }

  /** From top to bottom. */
  toRows(): TreeRow[] {
    const rows: TreeRow[] = [];
    this.trees.forEach(({ mountPath, root }, index) => {
      this.addRows(rows, {
        mountPath,
        node: root,
        level: 1,
        parent: undefined,
        position: index + 1,
        siblingCount: this.trees.length,
      });
    });
    return rows;
  }

  private addRows(rows: TreeRow[], row: Omit<TreeRow, 'key' | 'isOpen'>): void {
    const { node, mountPath, level } = row;
    const key = rowKey(mountPath, node.kind === 'file' ? node.file : node.path);
    const isOpen = node.kind === 'folder' && (this.openStates.get(key) ?? (this.isSmall || level === 1));
    rows.push({ ...row, key, isOpen });
    if (!isOpen) return;
    node.children.forEach((child, index) => {
      const siblings = node.children.length;
      this.addRows(rows, {
        mountPath,
        node: child,
        level: level + 1,
        parent: key,
        position: index + 1,
        siblingCount: siblings,
      });
    });
  }
}

/** @param path of the file or folder, relative to the route folder */
export function rowKey(mountPath: string, path: string): string {
  return `${mountPath} ${path}`;
}

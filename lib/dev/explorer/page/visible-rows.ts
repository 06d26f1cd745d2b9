import type { FolderData } from '../explorer-data.js';
import { buildTree, type TreeNode } from './file-tree.js';

/** A row of the tree that is visible. */
export interface TreeRow {
  readonly key: string;
  readonly mountPath: string;
  readonly node: TreeNode;
  /** The level in the tree: 1 for a route folder. */
  readonly level: number;
  /** The key of the parent's row; `undefined` for a route folder. */
  readonly parent: string | undefined;
  /** The position among its siblings, from 1. */
  readonly position: number;
  readonly siblingCount: number;
  readonly isOpen: boolean;
}

/** The number of routes up to which all folders are open at first. */
const smallTreeRoutes = 150;

/** Holds which folders of the tree are open, and lists the rows that are visible. */
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

  /** Opens all folders above a file. */
  reveal(mountPath: string, file: string): void {
    this.setOpen(rowKey(mountPath, ''), true);
    for (let slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
      this.setOpen(rowKey(mountPath, file.slice(0, slash)), true);
    }
  }

  /** Returns the visible rows from top to bottom. */
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
      this.addRows(rows, {
        mountPath,
        node: child,
        level: level + 1,
        parent: key,
        position: index + 1,
        siblingCount: node.children.length,
      });
    });
  }
}

/** Returns the key of a row from the path of its file or folder, relative to the route folder. */
export function rowKey(mountPath: string, path: string): string {
  return `${mountPath} ${path}`;
}

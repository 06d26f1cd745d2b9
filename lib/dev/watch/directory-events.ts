export type FileEvent = 'add' | 'addDir' | 'change' | 'unlink' | 'unlinkDir';

/** What is told of directories that are watched. */
export type DirectoryEvent =
  | { readonly kind: 'change'; readonly path: string; readonly event: FileEvent }
  /** From now on; what changed before may have gone unseen. */
  | { readonly kind: 'ready'; readonly directory: string }
  | { readonly kind: 'error'; readonly message: string };

/** A directory to watch. */
export interface WatchedDirectory {
  readonly directory: string;
  /** Whether folders in it are watched, too. */
  readonly isDeep: boolean;
}

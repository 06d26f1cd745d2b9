import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { ImportHook, type Import, type ImportContext, type Resolved } from './import-hook.js';

type Resolve = (specifier: string, context: ImportContext) => Resolved;

/**
 * The type of `module.registerHooks`, which Node.js has from 22.15 on. Its hooks run in this thread, for `require()`
 * too.
 */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: ImportContext, next: Resolve) => Resolved;
}) => void;

/** The hooks into the imports of ES modules. */
export interface ImportHooks {
  /** Calls a listener once with each import that was made so far, and with each later one. */
  onImport(listener: (imported: Import) => void): void;
  /** Makes the next import of a file load it again. */
  setVersion(file: string, version: number): void;
}

let hooks: ImportHooks | undefined;

/** Returns the hooks, which are registered once in a process: they cannot be removed, and all folders share them. */
export function getImportHooks(): ImportHooks {
  return (hooks ??= 'registerHooks' in nodeModule ? registerInThisThread() : registerInHooksThread());
}

function registerInThisThread(): ImportHooks {
  const versions = new Map<string, number>();
  const log = createImportLog();
  const hook = new ImportHook(versions, log.add);
  (nodeModule as unknown as { registerHooks: RegisterHooks }).registerHooks({
    resolve: (specifier, context, next) => hook.toNewestVersion(next(specifier, context), context),
  });
  return { onImport: log.onImport, setVersion: (file, version) => void versions.set(file, version) };
}

function registerInHooksThread(): ImportHooks {
  const { port1, port2 } = new MessageChannel();
  // This file is part of a CommonJS build, and the thread's script is an ES module beside it: see tsup.config.ts.
  const thread = pathToFileURL(nodeModule.createRequire(__filename).resolve('./import-hooks-thread.js'));
  nodeModule.register(thread, { data: { port: port2 }, transferList: [port2] });
  const log = createImportLog();
  port1.on('message', log.add);
  // Must come last, because adding a listener refs the port again.
  port1.unref();
  return { onImport: log.onImport, setVersion: (file, version) => port1.postMessage({ file, version }) };
}

function createImportLog() {
  const imports: Import[] = [];
  const listeners: ((imported: Import) => void)[] = [];
  return {
    add: (imported: Import): void => {
      imports.push(imported);
      for (const listener of listeners) listener(imported);
    },
    onImport: (listener: (imported: Import) => void): void => {
      listeners.push(listener);
      imports.forEach(listener);
    },
  };
}

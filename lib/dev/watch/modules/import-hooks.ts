import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { ImportHook, type Import, type ImportContext, type Resolved } from './import-hook.js';

type Resolve = (specifier: string, context: ImportContext) => Resolved;

/** `module.registerHooks`, from Node.js 22.15 on: in this thread, and for `require()` too. */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: ImportContext, next: Resolve) => Resolved;
}) => void;

/** The imports of ES modules, as Node.js resolves them from now on. */
export interface ImportHooks {
  /** Told once of each import that has been made, and of those to come. */
  onImport(listener: (imported: Import) => void): void;
  /** Makes the next import of a file load it again. */
  setVersion(file: string, version: number): void;
}

let hooks: ImportHooks | undefined;

/** Once per process: hooks cannot be taken back, and all folders share them. */
export function getImportHooks(): ImportHooks {
  return (hooks ??= 'registerHooks' in nodeModule ? registerInThisThread() : registerInHooksThread());
}

function registerInThisThread(): ImportHooks {
  const versions = new Map<string, number>();
  const noticed = createImportLog();
  const hook = new ImportHook(versions, noticed.add);
  (nodeModule as unknown as { registerHooks: RegisterHooks }).registerHooks({
    resolve: (specifier, context, next) => hook.toNewestVersion(next(specifier, context), context),
  });
  return { onImport: noticed.onImport, setVersion: (file, version) => void versions.set(file, version) };
}

function registerInHooksThread(): ImportHooks {
  const { port1, port2 } = new MessageChannel();
  // This is part of a CommonJS build, and stands beside an ES module: see tsup.config.ts.
  const thread = pathToFileURL(nodeModule.createRequire(__filename).resolve('./import-hooks-thread.js'));
  nodeModule.register(thread, { data: { port: port2 }, transferList: [port2] });
  const noticed = createImportLog();
  port1.on('message', noticed.add);
  // Last: to listen would undo it.
  port1.unref();
  return { onImport: noticed.onImport, setVersion: (file, version) => port1.postMessage({ file, version }) };
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

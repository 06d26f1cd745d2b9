import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { leadImport, type Import, type ImportContext, type Resolved } from './import-hook.js';

type Resolve = (specifier: string, context: ImportContext) => Resolved;

/** `module.registerHooks`, from Node.js 22.15 on: in this thread, and for `require()` too. */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: ImportContext, next: Resolve) => Resolved;
}) => void;

/** The imports of ES modules, as Node.js resolves them from now on. */
export interface ImportHooks {
  /** Imports since the last call. */
  takeImports(): Import[];
  /** Makes the next import of a file load it again. */
  setVersion(file: string, version: number): void;
}

let hooks: ImportHooks | undefined;

/** Once per process: hooks cannot be taken back, and all folders share them. */
export function importHooks(): ImportHooks {
  return (hooks ??= 'registerHooks' in nodeModule ? hookHere() : hookInThread());
}

function hookHere(): ImportHooks {
  const versions = new Map<string, number>();
  let imports: Import[] = [];
  (nodeModule as unknown as { registerHooks: RegisterHooks }).registerHooks({
    resolve: (specifier, context, next) =>
      leadImport(next(specifier, context), context, versions, (imported) => imports.push(imported)),
  });
  return {
    takeImports() {
      const taken = imports;
      imports = [];
      return taken;
    },
    setVersion: (file, version) => void versions.set(file, version),
  };
}

function hookInThread(): ImportHooks {
  const { port1, port2 } = new MessageChannel();
  // This is part of a CommonJS build, and stands beside an ES module: see tsup.config.ts.
  const thread = pathToFileURL(nodeModule.createRequire(__filename).resolve('./import-hooks-thread.js'));
  nodeModule.register(thread, { data: { port: port2 }, transferList: [port2] });
  port1.unref();
  return {
    takeImports() {
      const taken: Import[] = [];
      for (let sent = receiveMessageOnPort(port1); sent; sent = receiveMessageOnPort(port1)) {
        taken.push(sent.message as Import);
      }
      return taken;
    },
    setVersion: (file, version) => port1.postMessage({ file, version }),
  };
}

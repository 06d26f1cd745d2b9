/** Runs in the thread in which Node.js before 22.15 runs import hooks. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { ImportHook, type ImportContext, type Resolved } from './import-hook.js';

type Resolve = (specifier: string, context: ImportContext) => Promise<Resolved>;

const versions = new Map<string, number>();
const hook = new ImportHook(versions, (imported) => main.postMessage(imported));
let main: MessagePort;

export function initialize({ port }: { readonly port: MessagePort }): void {
  main = port;
}

export async function resolve(specifier: string, context: ImportContext, next: Resolve): Promise<Resolved> {
  const resolved = await next(specifier, context);
  receiveVersions();
  return hook.toNewestVersion(resolved, context);
}

/** Receives synchronously the versions that were sent before the import started; the event loop would be too late. */
function receiveVersions(): void {
  for (let sent = receiveMessageOnPort(main); sent; sent = receiveMessageOnPort(main)) {
    const { file, version } = sent.message as { readonly file: string; readonly version: number };
    versions.set(file, version);
  }
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environment } from './child-process.js';

/** An answer of the process that projects share. */
export interface SharedAnswer {
  readonly folder: string;
  readonly port?: number;
  readonly failure?: string;
}

/** A Node.js process that serves one project, or several. */
export class ServerProcess {
  readonly child: ChildProcess;
  stderr = '';
  stdout = '';

  constructor(main: string, cwd: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    this.child = fork(main, {
      cwd,
      execArgv: [...args],
      env: { ...environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.setMaxListeners(0);
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
  }

  /** Returns the next message. */
  message(): Promise<unknown> {
    return this.messageThat(() => true);
  }

  /** Starts or stops serving a folder, in the process that projects share. */
  ask(folder: string, options?: object): Promise<SharedAnswer> {
    const answer = this.messageThat((message) => (message as SharedAnswer).folder === folder);
    this.child.send({ folder, options });
    return answer as Promise<SharedAnswer>;
  }

  private messageThat(isWanted: (message: unknown) => boolean): Promise<unknown> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const onClose = () => reject(new Error(`The server has stopped:\n${this.stderr}`));
      const onMessage = (message: unknown) => {
        if (!isWanted(message)) return;
        child.off('message', onMessage).off('close', onClose);
        resolve(message);
      };
      child.on('message', onMessage).on('close', onClose);
    });
  }

  async exit(): Promise<number | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit();
  }
}

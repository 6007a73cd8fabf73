import { explain } from '../../../common/src/messages.ts';
import type { GitChanged, GitProgress, GitStatus } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import { pause } from '../tunnel.ts';

const LONGEST_REST_MILLIS = 5_000;

export interface RepositoryEvents {
  status(status: GitStatus): void;
  /** Branches, HEAD, or how far the history reaches. */
  refs(): void;
  /** What HEAD or the index hold of a file may be different. */
  contents(): void;
}

/** The workspace's repository as last seen, looked at again whenever the agent says it changed. */
export class Repository {
  status: GitStatus | undefined;
  private readonly listeners: Partial<RepositoryEvents>[] = [];
  private readonly progress = new Map<string, (progress: GitProgress) => void>();
  private looking: Promise<void> | undefined;
  private again = false;
  private next = 1;

  constructor(private readonly agent: Agent) {
    agent.on('git/changed', ({ refs, index }: GitChanged) => {
      if (refs) this.tell('refs');
      if (refs || index) this.tell('contents');
      this.look();
    });
    agent.on('git/progress', (progress: GitProgress) => {
      this.progress.get(progress.operation)?.(progress);
    });
  }

  /** Looks, and from now on at every change, over this connection and those to come. */
  async start(): Promise<void> {
    await this.watch();
    this.agent.listen({
      connected: (connected) => {
        if (!connected) return;
        void this.watch().catch((error: unknown) => {
          console.warn('source control is not told of changes:', explain(error));
        });
        this.tell('refs');
        this.tell('contents');
      },
    });
  }

  private async watch(): Promise<void> {
    await this.agent.call('git/watch');
    await this.refresh();
  }

  listen(listener: Partial<RepositoryEvents>): void {
    this.listeners.push(listener);
    if (this.status !== undefined) listener.status?.(this.status);
  }

  call<T>(method: string, params: object = {}): Promise<T> {
    return this.agent.call<T>('git/' + method, params);
  }

  /** Makes a change, and has looked at what came of it when it is done, well or not. */
  async change(method: string, params: object = {}): Promise<void> {
    try {
      await this.call(method, params);
    } finally {
      await this.refresh();
    }
  }

  /** A call that takes its time: it says how far it is, and ends early when it is told to. */
  async transfer(
    method: 'fetch' | 'pull' | 'push',
    report: (progress: GitProgress) => void,
    onCancel: (cancel: () => void) => void,
  ): Promise<void> {
    const operation = `${method}-${this.next++}`;
    this.progress.set(operation, report);
    onCancel(() => void this.call('cancel', { operation }).catch(() => undefined));
    try {
      await this.change(method, { operation });
    } finally {
      this.progress.delete(operation);
    }
  }

  /** The state as of now, not as of a look that had begun before. */
  async refresh(): Promise<void> {
    const status = await this.call<GitStatus>('status');
    this.status = status;
    for (const listener of this.listeners) listener.status?.(status);
  }

  /** One look at a time; while a big repository changes, it rests twice as long as a look takes. */
  private look(): void {
    this.again = true;
    this.looking ??= this.lookAgain().finally(() => (this.looking = undefined));
  }

  private async lookAgain(): Promise<void> {
    while (this.again) {
      this.again = false;
      const begun = performance.now();
      try {
        await this.refresh();
      } catch (error) {
        console.warn('the state of the repository was not read:', explain(error));
        return; // the next change, or the next connection, looks again
      }
      await pause(Math.min(2 * (performance.now() - begun), LONGEST_REST_MILLIS));
    }
  }

  private tell(event: 'refs' | 'contents'): void {
    for (const listener of this.listeners) listener[event]?.();
  }
}

import { ApiError } from '../../../common/src/api.ts';
import { explain } from '../../../common/src/messages.ts';
import type { TerminalStart } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import { AgentTerminal, note } from '../agentTerminal.ts';

/** A terminal of the agent with a task's command in it; it ends once, and isn't started again. */
export class TaskTerminal extends AgentTerminal {
  protected override readonly keepsScreen = true; // the workbench has written what it starts

  constructor(
    number: number,
    private readonly command: TerminalStart,
    agent: Agent,
  ) {
    super(number, command.cwd ?? '', command.id, '', agent);
  }

  /** Told later on: the workbench listens to a terminal only once it has started. */
  override async start(): Promise<undefined> {
    try {
      await this.agent.call('terminal/start', this.command);
      setTimeout(() => void this.show());
    } catch (error) {
      setTimeout(() => {
        this.output.fire(explain(error) + '\r\n');
        this.finish(exitCodeOf(error));
      });
    }
  }

  private async show(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      console.info('task', this.terminal, explain(error));
      await this.reconnect();
    }
  }

  protected override async dial(cols: number, rows: number): Promise<WebSocket> {
    try {
      return await this.agent.attach(this.terminal, cols, rows);
    } catch (error) {
      // a page isn't told why a socket was refused
      const running = await this.agent.terminals();
      if (!running.some(({ id }) => id === this.terminal)) {
        this.output.fire(note('The session went on in another container: this task was ended.'));
        this.finish(undefined);
      }
      throw error;
    }
  }
}

/** As a shell has it (POSIX, Shell Command Language, 2.8.2). */
function exitCodeOf(error: unknown): number {
  const code = error instanceof ApiError ? error.code : '';
  if (code === 'file.not_found') return 127;
  return code === 'file.no_permission' || code === 'request.too_large' ? 126 : 1;
}

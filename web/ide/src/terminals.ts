import {
  SimpleTerminalBackend,
  SimpleTerminalProcess,
  type ITerminalChildProcess,
} from '@codingame/monaco-vscode-terminal-service-override';
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { explain } from '../../common/src/messages.ts';
import type { TerminalMessage } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { pause } from './tunnel.ts';

const RETRY_MILLIS = 1_000;
/** So long after a page said it would go it may still be there: the person chose to stay. */
const LEAVING_MILLIS = 5_000;
/** Resets the screen before scrollback is written again. */
const RESET = '\x1bc';

/**
 * A page that goes shuts its terminals down; those of the agent are to stay for the next page. This
 * listener has to be there before the workbench's own.
 */
let leaving = false;
addEventListener('beforeunload', () => {
  leaving = true;
  setTimeout(() => (leaving = false), LEAVING_MILLIS);
});

/** One terminal of the agent. The connection may come and go; the terminal stays. */
class AgentTerminal extends SimpleTerminalProcess {
  private readonly exited: Emitter<number | undefined>;
  private socket: WebSocket | undefined;
  private decoder = new TextDecoder();
  private readonly acknowledged = new Acknowledgements((bytes) => {
    this.send({ type: 'ack', bytes });
  });
  private ended = false;
  private cols = 80;
  private rows = 24;

  constructor(
    number: number,
    cwd: string,
    private readonly terminal: string,
    private readonly agent: Agent,
    private readonly output = new Emitter<string>(),
  ) {
    super(number, number, cwd, output.event);
    this.exited = new Emitter<number | undefined>();
    this.onProcessExit = this.exited.event;
    // the stock answer is undefined, and a second terminal then throws
    this.refreshProperty = ((property: string) =>
      Promise.resolve(
        property === 'cwd' || property === 'initialCwd' ? this.cwd : undefined,
      )) as SimpleTerminalProcess['refreshProperty'];
  }

  async start(): Promise<undefined> {
    await this.connect();
    return undefined;
  }

  input(data: string): void {
    if (this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(new TextEncoder().encode(data));
  }

  resize(cols: number, rows: number): void {
    this.cols = cols;
    this.rows = rows;
    this.send({ type: 'resize', cols, rows });
  }

  override acknowledgeDataEvent(...[characters]: unknown[]): void {
    this.acknowledged.consumed(characters as number);
  }

  shutdown(): void {
    if (!leaving) this.send({ type: 'close' });
    this.finish(undefined);
  }

  sendSignal(signal: string): void {
    if (signal === 'SIGINT') this.input('\x03');
  }

  clearBuffer(): void {
    this.input('\x0c');
  }

  private async connect(): Promise<void> {
    const socket = await this.agent.terminal(this.terminal, this.cols, this.rows);
    this.socket = socket;
    this.decoder = new TextDecoder();
    this.acknowledged.reset();
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.told(JSON.parse(data) as TerminalMessage);
      else this.printed(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = () => void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    while (!this.ended) {
      await pause(RETRY_MILLIS);
      try {
        await this.connect();
        return;
      } catch (error) {
        console.info('terminal', this.terminal, explain(error));
      }
    }
  }

  private told(message: TerminalMessage): void {
    if (message.type === 'attached') {
      if (!message.created) this.output.fire(RESET);
      this.send({ type: 'resize', cols: this.cols, rows: this.rows });
    } else if (message.type === 'exit') {
      this.finish(message.code ?? undefined);
    }
  }

  private printed(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true });
    this.acknowledged.received(bytes.length, text.length);
    if (text !== '') this.output.fire(text);
  }

  private send(message: TerminalMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private finish(code: number | undefined): void {
    if (this.ended) return;
    this.ended = true;
    this.exited.fire(code);
  }
}

/** Terminals of the workbench: those that were left open are taken up again, others are new. */
export class AgentTerminals extends SimpleTerminalBackend {
  private next = 1;

  constructor(
    private readonly agent: Agent,
    private readonly cwd: string,
    private readonly left: string[],
  ) {
    super();
    this.setReady();
  }

  override getDefaultSystemShell = () => Promise.resolve('/bin/bash');

  override createProcess = (): Promise<ITerminalChildProcess> => {
    const terminal = this.left.shift() ?? crypto.randomUUID();
    return Promise.resolve(new AgentTerminal(this.next++, this.cwd, terminal, this.agent));
  };
}

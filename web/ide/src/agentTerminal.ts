import {
  SimpleTerminalProcess,
  type ITerminalChildProcess,
} from '@codingame/monaco-vscode-terminal-service-override';
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import type { IProcessReadyEvent } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal';
import { explain } from '../../common/src/messages.ts';
import { limits, type TerminalMessage } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { pause } from './tunnel.ts';

const RETRY_MILLIS = 1_000;
/** So long after a page said it would go it may still be there: the person chose to stay. */
const LEAVING_MILLIS = 5_000;
/** Resets the screen before scrollback is written again. */
const RESET = '\x1bc';
/** The close code when another window shows the terminal (Terminal.TAKEN_OVER in the agent). */
const TAKEN_OVER = 4001;

export const note = (text: string) => `\r\n\x1b[2m${text}\x1b[0m\r\n`;

/**
 * A page that goes shuts its terminals down; those of the agent are to stay for the next page. Not
 * every page is asked before it goes. These listeners have to be there before the workbench's own.
 */
let leaving = false;
for (const event of ['beforeunload', 'pagehide']) {
  addEventListener(event, () => {
    leaving = true;
    setTimeout(() => (leaving = false), LEAVING_MILLIS);
  });
}

export function pageIsLeaving(): boolean {
  return leaving;
}

/** One terminal of the agent. The connection may come and go; the terminal stays. */
export class AgentTerminal extends SimpleTerminalProcess implements ITerminalChildProcess {
  /** What is on the screen before the agent has told anything stays there. */
  protected readonly keepsScreen: boolean = false;
  private readonly exited = new Emitter<number | undefined>();
  private readonly ready = new Emitter<IProcessReadyEvent>();
  private socket: WebSocket | undefined;
  private decoder = new TextDecoder();
  private readonly acknowledged = new Acknowledgements((bytes) => {
    this.send({ type: 'ack', bytes });
  });
  private ended = false;
  private wasAttached = false;
  private takenOver = false;
  private cols = 80;
  private rows = 24;

  /** @param folder where it starts, if it has yet to: relative to the workspace */
  constructor(
    number: number,
    cwd: string,
    protected readonly terminal: string,
    private readonly folder: string,
    protected readonly agent: Agent,
    protected readonly output = new Emitter<string>(),
  ) {
    super(number, number, cwd, output.event);
    this.shouldPersist = true;
    this.onProcessExit = this.exited.event;
    // not the stock one, which tells a pid before there is one
    this.onProcessReady = this.ready.event;
    // the stock answer is undefined, and a second terminal then throws
    this.refreshProperty = ((property: string) =>
      Promise.resolve(
        property === 'cwd' || property === 'initialCwd' ? this.cwd : undefined,
      )) as SimpleTerminalProcess['refreshProperty'];
  }

  async start(): Promise<{ message: string } | undefined> {
    try {
      await this.connect();
      return undefined;
    } catch (error) {
      return { message: await this.refusal(error) };
    }
  }

  input(data: string): void {
    if (this.takenOver) {
      this.takenOver = false;
      void this.reconnect();
    } else if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(new TextEncoder().encode(data));
    }
  }

  resize(cols: number, rows: number): void {
    this.cols = cols;
    this.rows = rows;
    this.send({ type: 'resize', cols, rows });
  }

  override acknowledgeDataEvent(...[characters]: unknown[]): void {
    this.acknowledged.consumed(characters as number);
  }

  /** The page lets it go; it stays for another. */
  detach(): Promise<void> {
    this.ended = true;
    this.socket?.close();
    return Promise.resolve();
  }

  shutdown(): void {
    if (!leaving) this.send({ type: 'close' });
    this.finish(undefined);
    // or it would wait for somebody to read the rest
    this.socket?.close();
  }

  sendSignal(signal: string): void {
    if (signal === 'SIGINT') this.input('\x03');
  }

  clearBuffer(): void {
    this.input('\x0c');
  }

  protected dial(cols: number, rows: number): Promise<WebSocket> {
    return this.agent.terminal(this.terminal, cols, rows, this.folder);
  }

  protected async connect(): Promise<void> {
    const socket = await this.dial(this.cols, this.rows);
    this.socket = socket;
    this.decoder = new TextDecoder();
    this.acknowledged.reset();
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.told(JSON.parse(data) as TerminalMessage);
      else this.printed(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => {
      if (code === TAKEN_OVER) {
        this.takenOver = true;
        this.output.fire(
          note('Another window shows this terminal now. Press a key to take it back.'),
        );
      } else {
        void this.reconnect();
      }
    };
  }

  protected async reconnect(): Promise<void> {
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
      if (!message.created) {
        if (this.wasAttached || !this.keepsScreen) this.output.fire(RESET);
      } else if (this.wasAttached) {
        this.output.fire(note('The session goes on in another container: this is a new shell.'));
      }
      if (!this.wasAttached) {
        this.ready.fire({ pid: message.pid, cwd: this.cwd, windowsPty: undefined });
      }
      this.wasAttached = true;
      this.send({ type: 'resize', cols: this.cols, rows: this.rows });
    } else if (message.type === 'exit') {
      this.send({ type: 'close' }); // a command's end is told until somebody knows
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

  protected finish(code: number | undefined): void {
    if (this.ended) return;
    this.ended = true;
    this.exited.fire(code);
  }

  /** A page isn't told why a socket was refused: the likely reason is looked up. */
  private async refusal(error: unknown): Promise<string> {
    try {
      const open = (await this.agent.terminals()).length;
      if (open >= limits.maxTerminals)
        return `${open} terminals are open in this session; close one of them first.`;
    } catch (listing) {
      console.info('terminal', this.terminal, explain(listing));
    }
    return explain(error);
  }
}

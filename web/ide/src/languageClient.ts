// A language server over a WebSocket: vscode-languageclient as VS Code itself uses it.
import type * as vscode from 'vscode';
import {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  type MessageTransports,
  RevealOutputChannelOn,
} from 'vscode-languageclient/browser.js';
import { explain } from '../../common/src/messages.ts';
import { SCHEME } from './fileSystem.ts';
import type { LanguageState } from './languageState.ts';
import { type Closed, type LanguageSocket, SocketTransport } from './languageSocket.ts';
import type { ServerPaths } from './serverPaths.ts';

const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 15_000;

/** The server isn't installed. */
const MISSING = 1008;

/** The server ended by itself; the agent starts it again. */
const CRASHED = 1011;

export interface LanguageParts {
  readonly workbench: typeof vscode;
  readonly languages: readonly string[];
  readonly paths: ServerPaths;
  readonly state: LanguageState;
  dial(): Promise<LanguageSocket>;
}

/** Connected as long as the page is open: after each end a new client says hello to a new server. */
export class LanguageConnection {
  private readonly output: vscode.OutputChannel;
  private readonly state: LanguageState;
  private disposed = false;
  private transport: SocketTransport | undefined;

  constructor(private readonly parts: LanguageParts) {
    const name = `Language server: ${parts.languages.join(', ')}`;
    this.output = parts.workbench.window.createOutputChannel(name);
    this.state = parts.state;
    void this.keepConnected();
  }

  dispose(): void {
    this.disposed = true;
    this.transport?.close();
    this.state.dispose();
    this.output.dispose();
  }

  private async keepConnected(): Promise<void> {
    let wait = FIRST_RETRY_MILLIS;
    while (!this.disposed) {
      const begun = Date.now();
      const closed = await this.converse();
      if (closed?.code === MISSING) {
        await this.state.missing(closed.reason);
        wait = FIRST_RETRY_MILLIS;
        continue;
      }
      this.state.away(closed?.code === CRASHED ? closed.reason : undefined, this.output);
      // one that lasted was in order: the next is tried at once
      if (Date.now() - begun > LAST_RETRY_MILLIS) wait = FIRST_RETRY_MILLIS;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LAST_RETRY_MILLIS);
    }
  }

  /** One connection from its beginning to its end. */
  private async converse(): Promise<Closed | undefined> {
    try {
      const transport = new SocketTransport(await this.parts.dial());
      this.transport = transport;
      const client = new SocketClient(transport, this.options());
      const started = client.start().then(
        () => {
          this.state.serves();
        },
        (error: unknown) => {
          this.output.appendLine(explain(error));
          transport.close();
        },
      );
      const closed = await transport.closed;
      await started;
      if (closed.reason !== '') this.output.appendLine(closed.reason);
      return closed;
    } catch (error) {
      this.output.appendLine(explain(error));
      return undefined;
    }
  }

  private options(): LanguageClientOptions {
    const { languages, paths } = this.parts;
    return {
      documentSelector: languages.map((language) => ({ scheme: SCHEME, language })),
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
      uriConverters: {
        code2Protocol: (uri) => paths.toServer(uri),
        protocol2Code: (text) => paths.fromServer(text),
      },
    };
  }
}

class SocketClient extends BaseLanguageClient {
  constructor(
    private readonly transport: SocketTransport,
    options: LanguageClientOptions,
  ) {
    super('joy', 'Language server', options);
  }

  /** A pop-up for each failed start would nag while it is tried again: the log has it. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  protected createMessageTransports(): Promise<MessageTransports> {
    return Promise.resolve({ reader: this.transport.reader, writer: this.transport.writer });
  }
}

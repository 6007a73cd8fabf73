import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageclient/browser.js';

/** The part of a WebSocket that is needed here; a test gives its own. */
export type LanguageSocket = Pick<WebSocket, 'send' | 'close' | 'onmessage' | 'onclose'>;

/** Why a socket was closed (RFC 6455, 7.4). */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** One LSP message a frame, both ways. */
export class SocketTransport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  readonly closed: Promise<Closed>;

  constructor(private readonly socket: LanguageSocket) {
    const reader = new SocketReader();
    this.reader = reader;
    this.writer = new SocketWriter(socket);
    socket.onmessage = ({ data }) => {
      reader.received(JSON.parse(data as string) as Message);
    };
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => {
        reader.ended();
        resolve({ code, reason });
      };
    });
  }

  close(): void {
    this.socket.close();
  }
}

class SocketReader extends AbstractMessageReader implements MessageReader {
  private callback: DataCallback | undefined;
  private early: Message[] = [];

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    this.early.splice(0).forEach(callback);
    return {
      dispose: () => {
        this.callback = undefined;
      },
    };
  }

  received(message: Message): void {
    if (this.callback === undefined) this.early.push(message);
    else this.callback(message);
  }

  ended(): void {
    this.fireClose();
  }
}

class SocketWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly socket: LanguageSocket) {
    super();
  }

  /** What is sent when the socket is gone already goes nowhere, as on a line that was cut. */
  write(message: Message): Promise<void> {
    this.socket.send(JSON.stringify(message));
    return Promise.resolve();
  }

  end(): void {
    this.socket.close();
  }
}

import { ApiError } from './api.ts';

/** The part of a WebSocket that {@link Rpc} needs; a test gives its own. */
export interface TextSocket {
  send(text: string): void;
  close(): void;
}

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: { readonly code?: string } };
}

/** Who hears which notifications; it may be shared by one connection and the next. */
export type RpcListeners = Map<string, ((params: never) => void)[]>;

/** JSON-RPC 2.0 over one socket: calls out, notifications in. When the socket ends, so do its calls. */
export class Rpc {
  private next = 1;
  private readonly calls = new Map<number, Call>();

  constructor(
    private readonly socket: TextSocket,
    private readonly listeners: RpcListeners = new Map(),
  ) {}

  call<T>(method: string, params: object = {}): Promise<T> {
    const id = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.calls.set(id, { resolve: resolve as Call['resolve'], reject });
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  on(method: string, listener: (params: never) => void): void {
    const known = this.listeners.get(method) ?? [];
    this.listeners.set(method, [...known, listener]);
  }

  received(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.method !== undefined) {
      for (const listener of this.listeners.get(message.method) ?? []) {
        listener(message.params as never);
      }
      return;
    }
    const call = this.calls.get(message.id ?? 0);
    if (call === undefined) return;
    this.calls.delete(message.id ?? 0);
    if (message.error === undefined) call.resolve(message.result);
    else
      call.reject(new ApiError(0, message.error.data?.code ?? 'internal', message.error.message));
  }

  /** The socket is gone: nobody will answer any more. */
  ended(): void {
    const open = [...this.calls.values()];
    this.calls.clear();
    const lost = new ApiError(0, 'connection.lost', 'The connection to the workspace was lost.');
    for (const call of open) call.reject(lost);
  }
}
